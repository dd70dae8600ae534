import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { EVERYTHING, type GatewayCapabilities } from './gateway-capabilities.js';
import type { Payment } from './payment.js';
import type { PaymentAction } from './operation.js';
import { allowedActions, amountOf, availableFor, PAYMENT_ACTIONS, reserved } from './payment-actions.js';

const ONCE: GatewayCapabilities = { partialCapture: true, multipleCaptures: false, partialVoid: false, partialRefund: true, refundsOfOneCapture: false, savedMethods: false };
const WHOLE: GatewayCapabilities = { partialCapture: false, multipleCaptures: false, partialVoid: false, partialRefund: false, refundsOfOneCapture: false, savedMethods: false };

const payment = (over: Partial<Payment> = {}): Payment => ({
  id: newId('pay'), checkoutId: newId('chk'), gateway: 'stripe', method: 'pm', capture: 'manual', currency: 'EUR', amount: 100, authorized: 100, captured: 0, voided: 0, refunded: 0,
  capturing: 0, voiding: 0, refunding: 0, reference: 'pi_1', status: 'authorized', nextAction: null, version: 1, ...over,
});
const euros = (amount: number) => ({ amount, currency: 'EUR' });

describe('what a payment allows', () => {
  it.each<[string, Partial<Payment>, GatewayCapabilities, PaymentAction[]]>([
    ['nothing authorized', { authorized: 0 }, EVERYTHING, []],
    ['all authorized', {}, EVERYTHING, ['capture', 'void']],
    ['all authorized, one capture only', {}, ONCE, ['capture', 'void']],
    ['all captured', { captured: 100 }, EVERYTHING, ['refund']],
    ['a part captured', { captured: 40 }, EVERYTHING, ['capture', 'void', 'refund']],
    ['a part captured, one capture only', { captured: 40 }, ONCE, ['void', 'refund']],
    ['a part being captured', { capturing: 40 }, EVERYTHING, ['capture', 'void']],
    ['a part being captured, one capture only', { capturing: 40 }, ONCE, []],
    ['all being captured', { capturing: 100 }, EVERYTHING, []],
    ['all being voided', { voiding: 100 }, ONCE, []],
    ['all voided', { voided: 100 }, EVERYTHING, []],
    ['all being refunded', { captured: 100, refunding: 100 }, EVERYTHING, []],
    ['a part being refunded', { captured: 100, refunding: 99 }, EVERYTHING, ['refund']],
    ['all refunded', { captured: 100, refunded: 100 }, EVERYTHING, []],
  ])('%s', (_, amounts, can, allowed) => {
    expect(allowedActions(payment(amounts), can)).toEqual(allowed);
  });

  it.each<[string, PaymentAction, Partial<Payment>, GatewayCapabilities, number | undefined, number | string]>([
    ['all', 'capture', {}, ONCE, undefined, 100],
    ['a part', 'capture', {}, ONCE, 40, 40],
    ['what is left', 'capture', { captured: 30, capturing: 20, voided: 10 }, EVERYTHING, undefined, 40],
    ['more than is left', 'capture', { captured: 30 }, EVERYTHING, 71, 'payment-amount-beyond-bounds'],
    ['a second one where there is only one', 'capture', { captured: 30 }, ONCE, 10, 'payment-action-not-allowed'],
    ['a part where only the whole goes', 'capture', {}, WHOLE, 40, 'partial-operation-not-possible'],
    ['the whole where only the whole goes', 'capture', {}, WHOLE, 100, 100],
    ['a part where only the whole goes', 'void', {}, ONCE, 40, 'partial-operation-not-possible'],
    ['a part', 'refund', { captured: 100, refunding: 60 }, ONCE, 40, 40],
    ['one too much', 'refund', { captured: 100, refunding: 60 }, ONCE, 41, 'payment-amount-beyond-bounds'],
    ['of nothing', 'refund', {}, EVERYTHING, undefined, 'payment-action-not-allowed'],
  ])('takes %s for a %s', (_, action, amounts, can, asked, expected) => {
    const take = () => amountOf(action, payment(amounts), can, asked === undefined ? undefined : euros(asked));

    if (typeof expected === 'number') expect(take()).toBe(expected);
    else expect(take).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: expected }) }));
  });

  it('takes no other currency', () => {
    expect(() => amountOf('capture', payment(), EVERYTHING, { amount: 1, currency: 'USD' })).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'payment-currency-mismatch' }) }));
  });

  it('names what is allowed when it refuses', () => {
    expect(() => amountOf('refund', payment(), EVERYTHING, undefined)).toThrow(expect.objectContaining({ details: { action: 'refund', payment_status: 'authorized', allowed_actions: ['capture', 'void'] } }));
  });

  it('never sets more aside than there is, whatever is asked in whatever order', () => {
    const asked = fc.record({ action: fc.constantFrom(...PAYMENT_ACTIONS), amount: fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined }) });
    fc.assert(
      fc.property(fc.constantFrom(EVERYTHING, ONCE, WHOLE), fc.integer({ min: 0, max: 100 }), fc.array(asked, { maxLength: 12 }), (can, captured, list) => {
        let at = payment({ captured });
        for (const { action, amount } of list) {
          try {
            at = reserved(at, action, amountOf(action, at, can, amount === undefined ? undefined : euros(amount)));
          } catch {
            // Refused: nothing is set aside.
          }
          expect(at.captured + at.capturing + at.voided + at.voiding).toBeLessThanOrEqual(at.authorized);
          expect(at.refunded + at.refunding).toBeLessThanOrEqual(at.captured);
          for (const each of PAYMENT_ACTIONS) expect(availableFor(each, at, can)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
