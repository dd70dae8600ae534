import type { GatewayFact } from './gateway-result.js';
import type { GatewayObservation, ObservedRefund, ReleaseCause } from './gateway-observation.js';
import { cameBack } from './apply-fact.js';
import { decided, type OperationId, type OperationKind, type OperationState, type PaymentAction } from './operation.js';
import type { Payment } from './payment.js';

/** An operation of a payment, as far as it is compared with the gateway's books. */
export interface KnownOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly state: OperationState;
  /** The gateway's own id of it. */
  readonly reference: string | null;
}

/** Something that was done at the gateway itself, by hand or by its rules. */
export interface Foreign {
  readonly kind: PaymentAction;
  /** Minor units. */
  readonly amount: number;
  /** The gateway's own id of it, where it has one. */
  readonly own?: string;
  readonly reason?: ReleaseCause;
  /** Of a refund: the operation that captured what it gives back, where that is known. */
  readonly captureId?: OperationId;
}

/** How the gateway's books differ from ours, once our own operations have learned what they could. */
export interface Difference {
  /** To be recorded, in this order. */
  readonly foreign: readonly Foreign[];
  /** An operation of ours is under way and may explain the rest: look again when it is decided. */
  readonly wait: boolean;
  /** What can never be brought together without a person. */
  readonly trouble?: string;
}

/** What the gateway's books say about operations of ours that are not decided, and about refunds that came back. */
export function factsIn({ authorization, refunds }: GatewayObservation, operations: readonly KnownOperation[]): GatewayFact[] {
  return operations.flatMap((operation): GatewayFact[] => {
    const { id: operationId, kind, state } = operation;
    if (decided(state)) return refunds.filter(({ result }) => cameBack(operation, result)).map(({ result }) => ({ operationId, result }));
    if (kind === 'authorize') return authorization.outcome === 'unknown' ? [] : [{ operationId, result: authorization }];
    const refund = refunds.find((one) => one.operationId === operationId);
    return refund ? [{ operationId, result: refund.result }] : [];
  });
}

/** Whether the payment of the observation can be this one at all. */
export const isSamePayment = ({ reference, currency }: GatewayObservation, payment: Payment): boolean =>
  currency === payment.currency && (payment.reference === null || payment.reference === reference);

/**
 * Compares sums and never states: sums only grow, so that an old observation shows no difference, whatever came in between. While an operation
 * of ours of the same kind is under way, nothing is taken for somebody else's: its own answer says what it did.
 */
export function differenceOf(observation: GatewayObservation, payment: Payment, operations: readonly KnownOperation[]): Difference {
  const begun = operations.find(({ kind }) => kind === 'authorize');
  if (begun?.state === 'failed' && observation.captured > 0) return { foreign: [], wait: false, trouble: 'money-on-a-failed-payment' };
  if (begun?.state !== 'succeeded') return { foreign: [], wait: false };
  const trouble = contradiction(observation.refunds, operations);
  if (trouble) return { foreign: [], wait: false, trouble };
  const captured = observation.captured - payment.captured;
  const released = observation.released - payment.voided;
  const refunds = observation.refunds.filter((refund) => isForeign(refund, operations));
  const isWaiting = (captured > 0 && payment.capturing > 0) || (released > 0 && payment.capturing + payment.voiding > 0) || (refunds.length > 0 && payment.refunding > 0);
  if (isWaiting) return { foreign: [], wait: true };
  return {
    foreign: [
      ...capturesIn(observation, captured, operations),
      ...(released > 0 ? [{ kind: 'void', amount: released, ...(observation.releasedBecause ? { reason: observation.releasedBecause } : {}) } as const] : []),
      ...refunds.map(({ amount, reference: own, of }) => ({ kind: 'refund', amount, own, ...capturedBy(of, operations) }) as const),
    ],
    wait: false,
  };
}

/** One by one where the gateway tells them apart and they make up the difference; refunds are of one of them. */
function capturesIn({ captures = [] }: GatewayObservation, captured: number, operations: readonly KnownOperation[]): Foreign[] {
  if (captured <= 0) return [];
  const unknown = captures.filter(({ reference }) => !operations.some((operation) => operation.reference === reference));
  const isAll = unknown.reduce((sum, { amount }) => sum + amount, 0) === captured;
  return isAll ? unknown.map(({ amount, reference: own }) => ({ kind: 'capture', amount, own })) : [{ kind: 'capture', amount: captured }];
}

function capturedBy(reference: string | null | undefined, operations: readonly KnownOperation[]): Pick<Foreign, 'captureId'> {
  const capture = reference && operations.find((operation) => operation.kind === 'capture' && operation.reference === reference);
  return capture ? { captureId: capture.id } : {};
}

/** Of a refund that somebody else began only a success counts: until then it may still come to nothing. */
const isForeign = ({ operationId, reference, result }: ObservedRefund, operations: readonly KnownOperation[]): boolean =>
  result.outcome === 'succeeded' && !operations.some(({ id, reference: known }) => id === operationId || known === reference);

/** A refund that failed here and succeeded there, or the other way round, where the gateway's own id of it does not tell which is the later news. */
function contradiction(refunds: readonly ObservedRefund[], operations: readonly KnownOperation[]): string | undefined {
  for (const { operationId, reference, result } of refunds) {
    const ours = operations.find(({ id, reference: known }) => id === operationId || known === reference);
    if (ours?.state === 'succeeded' && result.outcome === 'declined') return 'refund-failed-after-it-succeeded';
    if (ours?.state === 'failed' && result.outcome === 'succeeded') return 'refund-succeeded-after-it-failed';
  }
  return undefined;
}
