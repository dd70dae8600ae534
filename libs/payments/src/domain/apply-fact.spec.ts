import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { applyFact } from './apply-fact.js';
import type { GatewayResult } from './gateway-result.js';
import { decided, type Operation, OPERATION_MACHINE, type OperationKind, type OperationState } from './operation.js';
import type { Payment, PaymentStatus } from './payment.js';

const AMOUNT = 1_999;
const money = { amount: AMOUNT, currency: 'EUR' };

const RESULTS = {
  succeeded: { outcome: 'succeeded', reference: 'pi_1', ...money, captured: AMOUNT },
  'authorized only': { outcome: 'succeeded', reference: 'pi_1', ...money },
  'wrong amount': { outcome: 'succeeded', reference: 'pi_1', ...money, amount: AMOUNT - 1 },
  'wrong currency': { outcome: 'succeeded', reference: 'pi_1', ...money, currency: 'USD' },
  'captured too much': { outcome: 'succeeded', reference: 'pi_1', ...money, captured: AMOUNT + 1 },
  'captured less than nothing': { outcome: 'succeeded', reference: 'pi_1', ...money, captured: -1 },
  declined: { outcome: 'declined', code: 'insufficient_funds' },
  'not sent': { outcome: 'not_sent', code: 'gateway-unreachable' },
  'requires action': { outcome: 'requires_action', reference: 'pi_1', nextAction: { type: 'redirect', url: 'https://bank.test' } },
  unknown: { outcome: 'unknown', code: 'no-answer' },
} as const satisfies Record<string, GatewayResult>;

type ResultName = keyof typeof RESULTS;

const payment = (over: Partial<Payment> = {}): Payment => ({
  id: newId('pay'), checkoutId: newId('chk'), gateway: 'stripe', method: 'pm_card_visa', capture: 'automatic', currency: 'EUR', amount: AMOUNT,
  authorized: 0, captured: 0, voided: 0, refunded: 0, capturing: 0, voiding: 0, refunding: 0, reference: null, status: 'pending', nextAction: null, version: 1, ...over,
});
const operation = (of: Payment, state: OperationState, kind: OperationKind = 'authorize', amount = AMOUNT): Operation => ({
  id: newId('op'), paymentId: of.id, kind, amount, currency: 'EUR', state, version: 3, checks: 2, reference: null, needsHuman: false, createdAt: new Date(0),
});
const apply = (state: OperationState, name: ResultName) => {
  const before = payment();
  const op = operation(before, state);
  return applyFact(before, op, { operationId: op.id, result: RESULTS[name] });
};

/** Where each result leads from each state; null means that it changes nothing. */
const TO: Readonly<Record<ResultName, Readonly<Record<OperationState, OperationState | null>>>> = (() => {
  const undecided = (to: OperationState) => ({ created: to, sent: to, requires_action: to, unknown: to, succeeded: null, failed: null, returned: null });
  const same = (state: 'requires_action' | 'unknown') => ({ ...undecided(state) });
  return {
    succeeded: undecided('succeeded'),
    'authorized only': undecided('succeeded'),
    declined: undecided('failed'),
    'not sent': undecided('failed'),
    // The reference in such an answer is somebody else's: it is not kept, so an unknown operation learns nothing.
    'wrong amount': { ...same('unknown'), unknown: null },
    'wrong currency': { ...same('unknown'), unknown: null },
    'captured too much': { ...same('unknown'), unknown: null },
    'captured less than nothing': { ...same('unknown'), unknown: null },
    'requires action': same('requires_action'),
    unknown: { ...same('unknown'), unknown: null },
  };
})();

const table = OPERATION_MACHINE.states.flatMap((state) => (Object.keys(RESULTS) as ResultName[]).map((name): [OperationState, ResultName, OperationState | null] => [state, name, TO[name][state]]));

describe('a fact about an operation', () => {
  it.each(table)('%s, told "%s": %s', (state, name, to) => {
    const change = apply(state, name);

    expect(change?.operation.state ?? null).toBe(to);
  });

  it('covers every pair of the machine that a fact can make', () => {
    const made = new Set(table.filter(([from, , to]) => to && from !== to).map(([from, , to]) => `${from}>${to}`));

    expect(OPERATION_MACHINE.pairs.filter((pair) => !made.has(pair))).toEqual(['created>sent', 'requires_action>sent', 'succeeded>returned']);
  });

  it.each<[ResultName, Partial<Payment>]>([
    ['succeeded', { authorized: AMOUNT, captured: AMOUNT, status: 'captured', reference: 'pi_1' }],
    ['authorized only', { authorized: AMOUNT, captured: 0, status: 'authorized', reference: 'pi_1' }],
    ['wrong amount', { authorized: 0, captured: 0, status: 'pending', reference: null }],
    ['declined', { authorized: 0, captured: 0, status: 'failed' }],
    ['not sent', { authorized: 0, captured: 0, status: 'failed' }],
    ['requires action', { authorized: 0, status: 'requires_action', nextAction: { type: 'redirect', url: 'https://bank.test' } }],
    ['unknown', { authorized: 0, status: 'pending', nextAction: null }],
  ])('shows in the payment: %s', (name, shown) => {
    const change = apply('sent', name)!;

    expect(change.payment).toMatchObject(shown);
    expect(change.payment.version).toBe(2);
    expect(change.operation.version).toBe(4);
  });

  it('says why an operation failed or is unknown, and nothing else', () => {
    expect([apply('sent', 'declined')!.code, apply('sent', 'unknown')!.code, apply('sent', 'wrong amount')!.code, apply('sent', 'succeeded')!.code]).toEqual([
      'insufficient_funds', 'no-answer', 'mismatch', null,
    ]);
  });

  it('tells the capture that came with an authorization, so that it becomes an operation of its own', () => {
    expect([apply('sent', 'succeeded')!.followed, apply('sent', 'authorized only')!.followed]).toEqual([[{ kind: 'capture', amount: AMOUNT }], []]);
  });

  it.each<[OperationKind, Partial<Payment>, Partial<Payment>, PaymentStatus]>([
    ['capture', { authorized: AMOUNT, capturing: AMOUNT }, { captured: AMOUNT, capturing: 0 }, 'captured'],
    ['void', { authorized: AMOUNT, voiding: AMOUNT }, { voided: AMOUNT, voiding: 0 }, 'voided'],
    ['refund', { authorized: AMOUNT, captured: AMOUNT, refunding: AMOUNT }, { refunded: AMOUNT, refunding: 0 }, 'refunded'],
  ])('a %s moves its own amount only, which was set aside for it', (kind, before, after, status) => {
    const from = payment({ ...before, reference: 'pi_1' });
    const op = operation(from, 'sent', kind);

    const change = applyFact(from, op, { operationId: op.id, result: { outcome: 'succeeded', reference: 'pi_1', ...money } })!;

    expect(change.payment).toMatchObject({ ...before, ...after, status });
  });

  it('a part of the money shows as a part', () => {
    const from = payment({ authorized: AMOUNT, captured: AMOUNT, refunding: 500, reference: 'pi_1' });
    const op = operation(from, 'sent', 'refund', 500);

    const change = applyFact(from, op, { operationId: op.id, result: { outcome: 'succeeded', reference: 'pi_1', amount: 500, currency: 'EUR' } })!;

    expect(change.payment).toMatchObject({ refunded: 500, status: 'partially_refunded' });
  });

  const open = { authorized: AMOUNT, captured: AMOUNT, reference: 'pi_1', status: 'captured' } as const;

  it('a failed refund leaves the status that the money gives, and what was set aside is free', () => {
    const from = payment({ ...open, refunding: AMOUNT });
    const op = operation(from, 'sent', 'refund');

    expect(applyFact(from, op, { operationId: op.id, result: RESULTS.declined })!.payment).toMatchObject({ refunded: 0, refunding: 0, status: 'captured' });
  });

  it('an unknown refund keeps what was set aside for it', () => {
    const from = payment({ ...open, refunding: AMOUNT });
    const op = operation(from, 'sent', 'refund');

    expect(applyFact(from, op, { operationId: op.id, result: RESULTS.unknown })!.payment).toMatchObject({ refunded: 0, refunding: AMOUNT });
  });

  it.each([
    ['all that is left', AMOUNT - 1_500, { captured: 1_500, capturing: 0, voided: AMOUNT - 1_500, status: 'captured' }, [{ kind: 'void', amount: AMOUNT - 1_500 }]],
    ['nothing', 0, { captured: 1_500, capturing: 0, voided: 0, status: 'partially_captured' }, []],
    ['more than there is', AMOUNT - 1_499, { captured: 0, capturing: 1_500, voided: 0, status: 'authorized' }, []],
  ])('a capture of a part that releases %s', (_, released, after, followed) => {
    const from = payment({ authorized: AMOUNT, capturing: 1_500, reference: 'pi_1', status: 'authorized' });
    const op = operation(from, 'sent', 'capture', 1_500);

    const change = applyFact(from, op, { operationId: op.id, result: { outcome: 'succeeded', reference: 'pi_1', amount: 1_500, currency: 'EUR', released } })!;

    expect([change.payment, change.followed]).toEqual([expect.objectContaining(after), followed]);
  });
});

describe('a refund that had succeeded', () => {
  const captured = { authorized: AMOUNT, captured: AMOUNT, refunded: 500, status: 'partially_refunded', reference: 'pi_1' } as const;
  const told = (result: GatewayResult, over: Partial<Operation> = {}) => {
    const at = payment(captured);
    return applyFact(at, { ...operation(at, 'succeeded', 'refund', 500), reference: 're_1', ...over }, { operationId: newId('op'), result });
  };
  const failed: GatewayResult = { outcome: 'declined', code: 'expired_or_canceled_card', own: 're_1' };

  it("comes back when the gateway's own record of it says so, and its money can be refunded again", () => {
    expect(told(failed)).toMatchObject({
      from: 'succeeded', code: 'expired_or_canceled_card', operation: { state: 'returned', version: 4 }, payment: { refunded: 0, captured: AMOUNT, status: 'captured', version: 2 },
    });
  });

  it.each<[string, GatewayResult, Partial<Operation>]>([
    ['a refusal of our call, which may be a repeat', { outcome: 'declined', code: 'charge_already_refunded' }, {}],
    ['the record of another refund', { ...failed, own: 're_2' }, {}],
    ['a second word of it', failed, { state: 'returned' }],
    ['a capture', failed, { kind: 'capture' }],
    ['its earlier success', { outcome: 'succeeded', reference: 'pi_1', ...money, amount: 500, own: 're_1' }, { state: 'returned' }],
  ])('is as it was after %s', (_, result, over) => {
    expect(told(result, over)).toBeUndefined();
  });

  it('is neither failed nor unknown to people while the bank works on it', () => {
    expect(told({ outcome: 'pending', code: 'refund-pending', own: 're_1' }, { state: 'sent', reference: null })).toMatchObject({ operation: { state: 'unknown', reference: 're_1' }, code: 'refund-pending' });
  });
});

describe('any sequence of facts', () => {
  const anyResult: fc.Arbitrary<GatewayResult> = fc.oneof(
    fc.constantFrom<GatewayResult>(...Object.values(RESULTS)),
    fc.record({
      outcome: fc.constant('succeeded' as const),
      reference: fc.constantFrom('pi_1', 'pi_2'),
      amount: fc.oneof(fc.constant(AMOUNT), fc.integer()),
      currency: fc.constantFrom('EUR', 'USD', 'JPY', ''),
      captured: fc.oneof(fc.constant(AMOUNT), fc.integer(), fc.constant(Number.NaN), fc.constant(0.5)),
    }),
  );

  it('keeps the amounts within their bounds, and a decided operation as it is', () => {
    fc.assert(
      fc.property(fc.array(anyResult, { minLength: 1, maxLength: 12 }), (results) => {
        let at = payment();
        let op = operation(at, 'sent');
        for (const result of results) {
          const change = applyFact(at, op, { operationId: op.id, result });
          if (decided(op.state)) expect(change).toBeUndefined();
          if (!change) continue;
          expect(change.from === change.operation.state || OPERATION_MACHINE.allows(change.from, change.operation.state)).toBe(true);
          expect([change.payment.version, change.operation.version]).toEqual([at.version + 1, op.version + 1]);
          at = change.payment;
          op = change.operation;
        }
        expect(at.authorized).toBe(op.state === 'succeeded' ? AMOUNT : 0);
        expect(Number.isSafeInteger(at.captured) && at.captured >= 0 && at.captured <= at.authorized).toBe(true);
        expect([at.voided, at.refunded]).toEqual([0, 0]);
      }),
    );
  });
});
