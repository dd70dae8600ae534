import type { Id } from '@holdfast/kernel';
import type { BegunPayment, PaymentView } from '../payments.js';
import type { Change, Followed } from './apply-fact.js';
import type { Operation, OperationId, OperationKind, PaymentId } from './operation.js';
import type { Payment } from './payment.js';
import type { GatewayCall } from './payment-gateway.js';

/** An operation together with its payment, both locked. */
export interface Locked {
  readonly payment: Payment;
  readonly operation: Operation;
}

/** A change as it is written down: what followed the operation has ids of its own. */
export interface Written extends Change {
  readonly followed: readonly (Followed & { readonly id: OperationId })[];
}

/** An operation that has to be carried out or asked about, as its gateway needs it. */
export interface DueCall {
  readonly gateway: string;
  readonly call: GatewayCall;
  readonly ageSeconds: number;
  readonly checks: number;
  /** It was surely never sent: nothing can be asked about it yet. */
  readonly created: boolean;
}

/** Payments and their operations. All but `markSent`, `takeDue` and `of` need an active unit of work. */
export abstract class PaymentOperations {
  /** Inserts payments with one created authorization each. @throws PaymentInProgress (one undecided payment per checkout) */
  abstract insert(begun: readonly BegunPayment[]): Promise<void>;

  /** `created` → `sent`, committed before anything leaves this process. */
  abstract markSent(ids: readonly OperationId[]): Promise<void>;

  /** Locks the payments of these operations in one global order. Unknown ids are missing from the answer. */
  abstract lock(ids: readonly OperationId[]): Promise<Map<OperationId, Locked>>;

  /** Writes the changes, and what followed an operation in the same step as operations of their own. */
  abstract save(changes: readonly Written[]): Promise<void>;

  /** Adds operations on existing payments, due at once. */
  abstract add(operations: readonly { readonly paymentId: PaymentId; readonly kind: OperationKind; readonly amount: number }[]): Promise<void>;

  abstract payments(ids: readonly PaymentId[]): Promise<Payment[]>;

  /** Takes undecided operations whose time has come, each for a minute, so that two resolvers do not ask twice. */
  abstract takeDue(limit: number): Promise<DueCall[]>;

  /** Undecided operations of one checkout, whatever their time. */
  abstract undecided(checkoutId: Id<'chk'>): Promise<DueCall[]>;

  /** When to ask again, or that a person has to look. */
  abstract postpone(id: OperationId, seconds: number | 'human'): Promise<void>;

  abstract of(checkoutIds: readonly Id<'chk'>[]): Promise<PaymentView[]>;
}
