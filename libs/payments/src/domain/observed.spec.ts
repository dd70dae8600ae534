import { newId } from '@holdfast/kernel';
import { disputeNews } from './dispute.js';
import type { GatewayObservation, ObservedDispute, ObservedRefund } from './gateway-observation.js';
import { differenceOf, factsIn, isSamePayment, type KnownOperation } from './observed.js';
import type { OperationState, PaymentAction } from './operation.js';
import type { Payment } from './payment.js';

const AMOUNT = 2_000;
const BEGUN = newId('op');
const NOTHING = { foreign: [], wait: false };

const payment = (over: Partial<Payment> = {}): Payment => ({
  id: newId('pay'), checkoutId: newId('chk'), gateway: 'stripe', method: 'pm_card_visa', capture: 'manual', currency: 'EUR', amount: AMOUNT,
  authorized: AMOUNT, captured: 0, voided: 0, refunded: 0, capturing: 0, voiding: 0, refunding: 0, reference: 'pi_1', status: 'authorized', nextAction: null, version: 1, ...over,
});
const observation = (over: Partial<GatewayObservation> = {}): GatewayObservation => ({
  reference: 'pi_1', operationId: BEGUN, currency: 'EUR', authorization: { outcome: 'succeeded', reference: 'pi_1', amount: AMOUNT, currency: 'EUR' },
  captured: 0, released: 0, refunds: [], disputes: [], ...over,
});
const begun = (state: OperationState = 'succeeded'): KnownOperation => ({ id: BEGUN, kind: 'authorize', state, reference: null });
const ours = (kind: PaymentAction, state: OperationState, reference: string | null = null): KnownOperation => ({ id: newId('op'), kind, state, reference });
const refund = (over: Partial<ObservedRefund> = {}): ObservedRefund => ({
  reference: 're_1', operationId: null, amount: 300, result: { outcome: 'succeeded', reference: 'pi_1', amount: 300, currency: 'EUR', own: 're_1' }, ...over,
});
const captured = payment({ captured: AMOUNT });

describe('what the books of a gateway say about operations of ours', () => {
  it('is a fact for each that is not decided', () => {
    const one = ours('refund', 'unknown');
    const seen = observation({ captured: AMOUNT, refunds: [refund({ operationId: one.id }), refund({ reference: 're_2' })] });

    expect(factsIn(seen, [begun('sent'), one])).toEqual([{ operationId: BEGUN, result: seen.authorization }, { operationId: one.id, result: seen.refunds[0]!.result }]);
  });

  it('is a fact about a refund that had succeeded and came back, and about no other that is decided', () => {
    const gone = refund({ result: { outcome: 'declined', code: 'expired', own: 're_1' } });

    expect(factsIn(observation({ refunds: [gone] }), [begun(), ours('refund', 'succeeded', 're_1'), ours('refund', 'succeeded', 're_2')])).toMatchObject([{ result: { outcome: 'declined', code: 'expired' } }]);
    expect(factsIn(observation({ refunds: [gone] }), [begun(), ours('refund', 'failed', 're_1'), ours('refund', 'returned', 're_1')])).toEqual([]);
  });

  it('is nothing about what is decided, or not known there', () => {
    const seen = observation({ refunds: [refund()] });

    expect(factsIn(seen, [begun(), ours('refund', 'unknown'), ours('capture', 'sent')])).toEqual([]);
    expect(factsIn(observation({ authorization: { outcome: 'unknown', code: 'status-processing' } }), [begun('sent')])).toEqual([]);
  });
});

describe('how the books differ', () => {
  it.each<[string, Partial<GatewayObservation>, Payment, readonly KnownOperation[], object]>([
    ['not at all', {}, payment(), [begun()], NOTHING],
    ['a capture by hand', { captured: 500 }, payment(), [begun()], { foreign: [{ kind: 'capture', amount: 500 }], wait: false }],
    ['a capture of a part, which released the rest', { captured: 500, released: 1_500 }, payment(), [begun()], { foreign: [{ kind: 'capture', amount: 500 }, { kind: 'void', amount: 1_500 }], wait: false }],
    [
      'captures that the gateway tells apart, of which one is ours', { captured: 900, captures: [{ reference: 'ch_1', amount: 400 }, { reference: 'ch_2', amount: 300 }, { reference: 'ch_3', amount: 200 }] },
      payment({ captured: 400 }), [begun(), ours('capture', 'succeeded', 'ch_1')], { foreign: [{ kind: 'capture', amount: 300, own: 'ch_2' }, { kind: 'capture', amount: 200, own: 'ch_3' }], wait: false },
    ],
    [
      'captures that do not make up the difference', { captured: 900, captures: [{ reference: 'ch_1', amount: 400 }, { reference: 'ch_2', amount: 300 }] },
      payment({ captured: 400 }), [begun(), ours('capture', 'succeeded', 'ch_1')], { foreign: [{ kind: 'capture', amount: 500 }], wait: false },
    ],
    [
      'a capture that is known to us by nothing but its sum', { captured: 400, captures: [{ reference: 'ch_1', amount: 400 }] },
      payment({ captured: 400 }), [begun(), ours('capture', 'succeeded')], NOTHING,
    ],
    ['less than we have', { captured: 300, captures: [] }, payment({ captured: 400 }), [begun(), ours('capture', 'succeeded')], NOTHING],
    ['one more capture', { captured: 700 }, payment({ captured: 500 }), [begun(), ours('capture', 'succeeded')], { foreign: [{ kind: 'capture', amount: 200 }], wait: false }],
    ['a cancellation', { released: AMOUNT }, payment(), [begun()], { foreign: [{ kind: 'void', amount: AMOUNT }], wait: false }],
    ['a refund by hand', { captured: AMOUNT, refunds: [refund()] }, captured, [begun()], { foreign: [{ kind: 'refund', amount: 300, own: 're_1' }], wait: false }],
    ['a refund that names an operation which is not of this payment', { captured: AMOUNT, refunds: [refund({ operationId: newId('op') })] }, captured, [begun()], { foreign: [{ kind: 'refund', amount: 300, own: 're_1' }], wait: false }],
    ['a refund that is written down already', { captured: AMOUNT, refunds: [refund()] }, payment({ captured: AMOUNT, refunded: 300 }), [begun(), ours('refund', 'succeeded', 're_1')], NOTHING],
    ['a refund by hand that may still fail', { captured: AMOUNT, refunds: [refund({ result: { outcome: 'unknown', code: 'refund-pending' } })] }, captured, [begun()], NOTHING],
    ['an old answer', { captured: 0, released: 0 }, payment({ captured: 500, voided: 1_500, refunded: 100 }), [begun(), ours('capture', 'succeeded')], NOTHING],
    ['before the authorization is known', { captured: AMOUNT }, payment({ authorized: 0 }), [begun('sent')], NOTHING],
    ['a payment that failed', { released: AMOUNT }, payment({ authorized: 0 }), [begun('failed')], NOTHING],
  ])('%s', (_, seen, from, operations, difference) => {
    expect(differenceOf(observation(seen), from, operations)).toEqual(difference);
  });

  it.each<[string, Partial<GatewayObservation>, Partial<Payment>]>([
    ['a capture', { captured: 500 }, { capturing: 500 }],
    ['a capture whose rest was released', { captured: AMOUNT, released: 100 }, { captured: AMOUNT, capturing: 1 }],
    ['a void', { released: AMOUNT }, { voiding: AMOUNT }],
    ['a refund', { captured: AMOUNT, refunds: [refund()] }, { captured: AMOUNT, refunding: 300 }],
  ])('is not asked while %s of ours may explain it', (_, seen, over) => {
    expect(differenceOf(observation(seen), payment(over), [begun()])).toEqual({ foreign: [], wait: true });
  });

  it.each<[string, Partial<GatewayObservation>, readonly KnownOperation[]]>([
    ['money-on-a-failed-payment', { captured: AMOUNT }, [begun('failed')]],
    ['refund-failed-after-it-succeeded', { refunds: [refund({ result: { outcome: 'declined', code: 'lost_or_stolen_card' } })] }, [begun(), ours('refund', 'succeeded', 're_1')]],
    ['refund-succeeded-after-it-failed', { refunds: [refund()] }, [begun(), ours('refund', 'failed', 're_1')]],
  ])('may be for people: %s', (trouble, seen, operations) => {
    expect(differenceOf(observation(seen), captured, operations)).toEqual({ ...NOTHING, trouble });
  });

  it('is of another payment where reference or currency are others', () => {
    expect([isSamePayment(observation(), payment()), isSamePayment(observation(), payment({ reference: null }))]).toEqual([true, true]);
    expect([isSamePayment(observation(), payment({ reference: 'pi_2' })), isSamePayment(observation({ currency: 'USD' }), payment())]).toEqual([false, false]);
  });
});

describe('news of a dispute', () => {
  const id = newId('dsp');
  const seen = (over: Partial<ObservedDispute> = {}): ObservedDispute => ({ reference: 'dp_1', status: 'open', reason: 'fraudulent', amount: 500, evidenceDueAt: new Date(9e12), openedAt: new Date(0), ...over });
  const known = (over: Partial<ObservedDispute> = {}) => ({ ...seen(over), id, version: 1 });

  it('is that it was opened, and how it ended, each once', () => {
    expect(disputeNews(undefined, seen(), id)).toMatchObject({ dispute: { status: 'open', version: 1 }, changes: ['opened'] });
    expect(disputeNews(known(), seen({ status: 'won' }), id)).toMatchObject({ dispute: { status: 'won', version: 2 }, changes: ['won'] });
    expect(disputeNews(undefined, seen({ status: 'lost' }), id)).toMatchObject({ dispute: { status: 'lost', version: 2 }, changes: ['opened', 'lost'] });
  });

  it('may be a new deadline alone', () => {
    expect(disputeNews(known(), seen({ evidenceDueAt: null }), id)).toMatchObject({ dispute: { evidenceDueAt: null, version: 1 }, changes: [] });
  });

  it('is nothing where nothing changed, or it was over', () => {
    expect(disputeNews(known(), seen(), id)).toBeUndefined();
    expect(disputeNews(known({ status: 'won' }), seen(), id)).toBeUndefined();
    expect(disputeNews(known({ status: 'won' }), seen({ status: 'lost' }), id)).toBeUndefined();
  });
});

describe('a refund by hand', () => {
  const [capture, refunded] = [ours('capture', 'succeeded', 'ch_1'), ours('refund', 'succeeded', 'ch_2')];
  const foreign = (of: string | null | undefined) => differenceOf(observation({ captured: AMOUNT, refunds: [refund({ of } as Partial<ObservedRefund>)] }), captured, [begun(), refunded, capture]).foreign;

  it('is of the capture that the gateway names, where that is one of ours', () => {
    expect(foreign('ch_1')).toEqual([{ kind: 'refund', amount: 300, own: 're_1', captureId: capture.id }]);
    expect([foreign('ch_2'), foreign('ch_9'), foreign(null), foreign(undefined)].map(([one]) => one)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'refund', amount: 300, own: 're_1' })));
  });

  it('waits for nothing that is under way of another kind', () => {
    const seen = observation({ captured: AMOUNT, refunds: [refund()] });

    expect(differenceOf(seen, { ...captured, capturing: 1, voiding: 1 }, [begun()]).wait).toBe(false);
    expect(differenceOf(seen, { ...captured, refunding: 1 }, [begun()])).toEqual({ foreign: [], wait: true });
    expect(differenceOf(observation({ captured: AMOUNT }), { ...captured, refunding: 1, capturing: 1, voiding: 1 }, [begun()])).toEqual(NOTHING);
    expect(differenceOf(observation({ captured: AMOUNT, released: 1 }), { ...captured, voiding: 1 }, [begun()])).toEqual({ foreign: [], wait: true });
  });
});

it('of a payment that was never begun here nothing is taken over', () => {
  expect(differenceOf(observation({ captured: AMOUNT }), payment(), [])).toEqual(NOTHING);
});
