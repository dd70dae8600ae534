import type { GatewayFact, GatewayResult } from './gateway-result.js';
import { decided, type Operation, OPERATION_MACHINE, type OperationKind, type OperationState } from './operation.js';
import { reserved, uncaptured } from './payment-actions.js';
import { type Payment, type PaymentStatus, statusByMoney } from './payment.js';

/** Money that the gateway moved in the same step as an operation: it becomes an operation of its own. */
export interface Followed {
  readonly kind: 'capture' | 'void';
  readonly amount: number;
}

/** What a fact changes. */
export interface Change {
  readonly operation: Operation;
  readonly payment: Payment;
  readonly from: OperationState;
  /** Why it failed or is unknown, as a stable code. */
  readonly code: string | null;
  readonly followed: readonly Followed[];
}

/**
 * The one reducer: the answer of the gateway, the shopper's return, a webhook and the resolver all come here. Monotone: a
 * fact about an operation that is decided changes nothing, unless it tells of a refund that came back. Money counts only when amount and currency are exactly those of
 * the operation; otherwise the outcome is unknown and a person has to look.
 */
export function applyFact(payment: Payment, operation: Operation, { result }: GatewayFact): Change | undefined {
  if (cameBack(operation, result)) return returned(payment, operation, result);
  if (decided(operation.state)) return undefined;
  const checked = echoed(payment, operation, result);
  const state = stateOf(checked);
  const reference = referenceIn(checked) ?? payment.reference;
  if (state === operation.state) {
    const learned = reference !== payment.reference || (ownIn(checked) ?? operation.reference) !== operation.reference;
    return !learned ? undefined : changed(payment, operation, state, reference, checked);
  }
  if (!OPERATION_MACHINE.allows(operation.state, state)) return undefined;
  return changed(payment, operation, state, reference, checked);
}

function changed(payment: Payment, operation: Operation, state: OperationState, reference: string | null, result: GatewayResult): Change {
  const isDecided = decided(state);
  const followed = state === 'succeeded' ? alongWith(operation, result) : [];
  const money = [{ kind: operation.kind, amount: state === 'succeeded' ? operation.amount : 0 }, ...followed].reduce(moved, isDecided ? unreserved(payment, operation) : payment);
  const next: Payment = {
    ...money,
    reference,
    nextAction: result.outcome === 'requires_action' ? result.nextAction : null,
    status: statusByMoney(money) ?? statusByOperation(operation, state),
    version: payment.version + 1,
  };
  return {
    operation: {
      ...operation,
      state,
      version: operation.version + 1,
      checks: state === 'unknown' ? operation.checks : 0,
      reference: ownIn(result) ?? operation.reference,
      needsHuman: operation.needsHuman && !isDecided,
    },
    payment: next,
    from: operation.state,
    code: 'code' in result ? result.code : null,
    followed,
  };
}

/**
 * Whether a refund that had succeeded has failed since. Only the gateway's own record of this very refund is evidence: a refusal of our call
 * may be about a repeat of it.
 */
export const cameBack = ({ kind, state, reference }: Pick<Operation, 'kind' | 'state' | 'reference'>, result: GatewayResult): result is Extract<GatewayResult, { outcome: 'declined' }> =>
  kind === 'refund' && state === 'succeeded' && result.outcome === 'declined' && result.own !== undefined && result.own === reference;

/** The money is with us again, and can be given back by another refund. */
function returned(payment: Payment, operation: Operation, { code }: Extract<GatewayResult, { outcome: 'declined' }>): Change {
  const money = moved(payment, { kind: 'refund', amount: 0 - operation.amount });
  return {
    operation: { ...operation, state: 'returned', version: operation.version + 1 },
    payment: { ...money, status: statusByMoney(money) ?? payment.status, version: payment.version + 1 },
    from: operation.state,
    code,
    followed: [],
  };
}

/** The gateway's own id. An answer that is not about our payment names somebody else's. */
function referenceIn(result: GatewayResult): string | undefined {
  if ('code' in result && result.code === 'mismatch') return undefined;
  return 'reference' in result && result.reference ? result.reference : undefined;
}

/** The gateway's own id of the operation. */
function ownIn(result: GatewayResult): string | undefined {
  return 'own' in result ? result.own : undefined;
}

function echoed(payment: Payment, operation: Operation, result: GatewayResult): GatewayResult {
  if (result.outcome !== 'succeeded') return result;
  const same = result.amount === operation.amount && result.currency === operation.currency;
  if (same && within(result.captured, operation.amount) && within(result.released, uncaptured(payment))) return result;
  return { outcome: 'unknown', code: 'mismatch', reference: result.reference };
}

function stateOf(result: GatewayResult): OperationState {
  switch (result.outcome) {
    case 'succeeded':
      return 'succeeded';
    case 'declined':
    case 'not_sent':
      return 'failed';
    case 'requires_action':
    case 'approved':
      return 'requires_action';
    case 'pending':
    case 'unknown':
      return 'unknown';
  }
}

const within = (amount: number | undefined, most: number): boolean => amount === undefined || (Number.isSafeInteger(amount) && amount >= 0 && amount <= most);

/** What the gateway moved in the same step. */
function alongWith({ kind }: Operation, result: GatewayResult): Followed[] {
  if (result.outcome !== 'succeeded') return [];
  if (kind === 'authorize' && result.captured) return [{ kind: 'capture', amount: result.captured }];
  return kind === 'capture' && result.released ? [{ kind: 'void', amount: result.released }] : [];
}

/** The money that was set aside for an operation is free again, or moves now. */
function unreserved(payment: Payment, { kind, amount }: Operation): Payment {
  return kind === 'authorize' ? payment : reserved(payment, kind, -amount);
}

function moved(payment: Payment, { kind, amount }: { readonly kind: OperationKind; readonly amount: number }): Payment {
  switch (kind) {
    case 'authorize':
      return { ...payment, authorized: payment.authorized + amount };
    case 'capture':
      return { ...payment, captured: payment.captured + amount };
    case 'void':
      return { ...payment, voided: payment.voided + amount };
    case 'refund':
      return { ...payment, refunded: payment.refunded + amount };
  }
}

function statusByOperation(operation: Operation, state: OperationState): PaymentStatus {
  if (state === 'failed') return 'failed';
  return state === 'requires_action' ? 'requires_action' : 'pending';
}
