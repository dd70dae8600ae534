import { type Id, StateMachine } from '@holdfast/kernel';

export type PaymentId = Id<'pay'>;
export type OperationId = Id<'op'>;
export type OperationKind = 'authorize' | 'capture' | 'void' | 'refund';
/** What can be done with a payment that has money. */
export type PaymentAction = Exclude<OperationKind, 'authorize'>;
export type OperationState = 'created' | 'sent' | 'requires_action' | 'unknown' | 'succeeded' | 'failed' | 'returned';

/**
 * The life of one operation against a gateway. `created` may end at once where the gateway is inside this process
 * (`manual`). `unknown` is left by evidence of the gateway only; it is never given up by a timer. `returned` is for refunds alone: the bank sent
 * back what had arrived, days later, so that the money is with us again.
 */
export const OPERATION_MACHINE = new StateMachine<OperationState>('operation', {
  created: ['sent', 'succeeded', 'failed', 'unknown', 'requires_action'],
  sent: ['succeeded', 'failed', 'unknown', 'requires_action'],
  requires_action: ['sent', 'succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'failed', 'requires_action'],
  succeeded: ['returned'],
  failed: [],
  returned: [],
});

/** Whether it is known how it ended. Of what is decided, only a refund may come back. */
export const decided = (state: OperationState): boolean => state === 'succeeded' || state === 'failed' || state === 'returned';

/** Whether money may still move by it: while one is in flight no other attempt may start. */
export const inFlight = (state: OperationState): boolean => state === 'created' || state === 'sent' || state === 'unknown';

/** The durable unit of work against a gateway. Its id is its idempotency key there. */
export interface Operation {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  readonly kind: OperationKind;
  readonly amount: number;
  readonly currency: string;
  readonly state: OperationState;
  readonly version: number;
  /** How often the resolver has asked. */
  readonly checks: number;
  /** The gateway's own id of it, where it has one beside that of the payment. */
  readonly reference: string | null;
  readonly needsHuman: boolean;
  readonly createdAt: Date;
}
