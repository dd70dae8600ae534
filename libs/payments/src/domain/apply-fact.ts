import type { GatewayFact, GatewayResult } from './gateway-result.js';
import { type Operation, OPERATION_MACHINE, type OperationState } from './operation.js';
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
 * fact about an operation that is decided changes nothing. Money counts only when amount and currency are exactly those of
 * the operation; otherwise the outcome is unknown and a person has to look.
 */
export function applyFact(payment: Payment, operation: Operation, { result }: GatewayFact): Change | undefined {
  if (OPERATION_MACHINE.isFinal(operation.state)) return undefined;
  const checked = echoed(operation, result);
  const state = stateOf(checked);
  const reference = referenceIn(checked) ?? payment.reference;
  if (state === operation.state) {
    return reference === payment.reference ? undefined : changed(payment, operation, state, reference, checked);
  }
  if (!OPERATION_MACHINE.allows(operation.state, state)) return undefined;
  return changed(payment, operation, state, reference, checked);
}

function changed(payment: Payment, operation: Operation, state: OperationState, reference: string | null, result: GatewayResult): Change {
  const money = state === 'succeeded' ? moved(payment, operation, result) : payment;
  const captured = state === 'succeeded' && operation.kind === 'authorize' ? money.captured - payment.captured : 0;
  const next: Payment = {
    ...money,
    reference,
    nextAction: result.outcome === 'requires_action' ? result.nextAction : null,
    status: statusByMoney(money) ?? statusByOperation(operation, state),
    version: payment.version + 1,
  };
  return {
    operation: { ...operation, state, version: operation.version + 1, checks: state === 'unknown' ? operation.checks : 0 },
    payment: next,
    from: operation.state,
    code: 'code' in result ? result.code : null,
    followed: captured > 0 ? [{ kind: 'capture', amount: captured }] : [],
  };
}

/** The gateway's own id. An answer that is not about our payment names somebody else's. */
function referenceIn(result: GatewayResult): string | undefined {
  if ('code' in result && result.code === 'mismatch') return undefined;
  return 'reference' in result && result.reference ? result.reference : undefined;
}

function echoed(operation: Operation, result: GatewayResult): GatewayResult {
  if (result.outcome !== 'succeeded') return result;
  const same = result.amount === operation.amount && result.currency === operation.currency;
  const captured = result.captured ?? 0;
  if (same && Number.isSafeInteger(captured) && captured >= 0 && captured <= operation.amount) return result;
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
      return 'requires_action';
    case 'unknown':
      return 'unknown';
  }
}

function moved(payment: Payment, operation: Operation, result: GatewayResult): Payment {
  const captured = result.outcome === 'succeeded' ? (result.captured ?? 0) : 0;
  switch (operation.kind) {
    case 'authorize':
      return { ...payment, authorized: payment.authorized + operation.amount, captured: payment.captured + captured };
    case 'capture':
      return { ...payment, captured: payment.captured + operation.amount };
    case 'void':
      return { ...payment, voided: payment.voided + operation.amount };
    case 'refund':
      return { ...payment, refunded: payment.refunded + operation.amount };
  }
}

function statusByOperation(operation: Operation, state: OperationState): PaymentStatus {
  if (state === 'failed') return 'failed';
  return state === 'requires_action' ? 'requires_action' : 'pending';
}
