import fc from 'fast-check';
import type { PaymentView } from '@holdfast/payments';
import { liveAmount, securedBy, tenderOf } from './tender.js';

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const payment = (status: PaymentView['status'], amount: number, authorized = 0, refunded = 0) =>
  ({ status, amount: euros(amount), authorized: euros(authorized), refunded: euros(refunded), secured: euros(authorized - refunded) }) as PaymentView;

describe('what a payment may take of a checkout', () => {
  it.each<[string, PaymentView[], number | undefined, number | string]>([
    ['all, when there is no other', [], undefined, 1_000],
    ['a part', [], 400, 400],
    ['the rest', [payment('authorized', 400, 400)], undefined, 600],
    ['what a failed one left', [payment('failed', 1_000)], undefined, 1_000],
    ['what was given back', [payment('refunded', 1_000, 1_000, 1_000)], undefined, 1_000],
    ['nothing beyond what an undecided one may bring', [payment('requires_action', 700)], 400, 'payment-beyond-total'],
    ['just the total', [payment('captured', 400, 400)], 600, 600],
    ['nothing beyond what one that has just begun may bring', [payment('pending', 700)], 400, 'payment-beyond-total'],
    ['nothing beyond the total', [payment('captured', 400, 400)], 601, 'payment-beyond-total'],
  ])('%s', (_, payments, asked, expected) => {
    const take = () => tenderOf(euros(1_000), payments, asked === undefined ? undefined : euros(asked));

    if (typeof expected === 'number') expect(take()).toEqual(euros(expected));
    else expect(take).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: expected }) }));
  });

  it('is in the currency of the checkout', () => {
    expect(() => tenderOf(euros(1_000), [], { amount: 1, currency: 'USD' })).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'checkout-currency-mismatch' }) }));
  });

  it('never comes to more than the total with the others', () => {
    const anyPayment = fc
      .record({ status: fc.constantFrom('pending', 'requires_action', 'failed', 'authorized', 'captured'), amount: fc.integer({ min: 1, max: 300 }) })
      .map(({ status, amount }) => payment(status as PaymentView['status'], amount, status === 'authorized' || status === 'captured' ? amount : 0));
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 3 }), fc.integer({ min: 1, max: 1_200 }), (payments, asked) => {
        const live = payments.reduce((sum, one) => sum + liveAmount(one), 0);
        try {
          expect(live + tenderOf(euros(1_000), payments, euros(asked)).amount).toBeLessThanOrEqual(1_000);
        } catch (error) {
          expect(live + asked > 1_000 || !(error as { problem?: unknown }).problem).toBe(true);
        }
        expect(securedBy(payments)).toBeLessThanOrEqual(live);
      }),
    );
  });
});

describe('what payments have for sure', () => {
  it('is the sum of what none of them gives back', () => {
    expect(securedBy([])).toBe(0);
    expect(securedBy([payment('captured', 400, 400), payment('partially_refunded', 300, 300, 100)])).toBe(600);
  });
});
