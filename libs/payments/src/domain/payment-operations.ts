import type { Id } from '@holdfast/kernel';
import type { BegunPayment } from '../payments.js';
import type { Change, Followed } from './apply-fact.js';
import type { Operation, OperationId, PaymentAction, PaymentId } from './operation.js';
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
  /** The gateway waits for the shopper. */
  readonly awaitsShopper: boolean;
  /** The shop asked for it by itself, to give back what it may not keep: it stays owed until it succeeds. */
  readonly owed: boolean;
  /** Nobody waits any more for what the shopper should have done. */
  readonly abandoned: boolean;
}

/** A capture, void or refund that is about to begin. */
export interface NewOperation {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  readonly kind: PaymentAction;
  /** Minor units of the payment's currency. */
  readonly amount: number;
  readonly reason?: string | undefined;
  /** `key_…` or `stf_…`; nobody where the shop asks by itself. */
  readonly actor?: string | undefined;
  /** Of a refund: the capture that it is of, where that is known. */
  readonly captureId?: OperationId | undefined;
  /** The first part of a refund that was asked for as one; absent for that part itself. */
  readonly askedWith?: OperationId | undefined;
}

/** What a person found out at the gateway about an operation. */
export interface Resolution {
  readonly id: Id<'res'>;
  readonly operationId: OperationId;
  readonly outcome: 'succeeded' | 'failed';
  readonly reference: string | null;
  readonly note: string;
  readonly actor: string;
}

/** Payments and their operations. All but `markSent`, `takeDue` and `of` need an active unit of work. */
export abstract class PaymentOperations {
  /** Inserts payments with one created authorization each. @throws PaymentInProgress (one undecided payment per checkout) */
  abstract insert(begun: readonly BegunPayment[]): Promise<void>;

  /** `created` → `sent`, committed before anything leaves this process. */
  abstract markSent(ids: readonly OperationId[]): Promise<void>;

  /**
   * `requires_action` → `sent`, committed before what the shopper approved is carried out, so that it is not given up meanwhile. False when it is
   * decided already: then nothing may be sent.
   */
  abstract markCarriedOn(id: OperationId): Promise<boolean>;

  /**
   * Locks the payments of these operations, and all others of their checkouts, in one global order: what becomes of one may be that all go
   * back. Unknown ids are missing from the answer.
   */
  abstract lock(ids: readonly OperationId[]): Promise<Map<OperationId, Locked>>;

  /** Writes the changes, and what followed an operation in the same step as operations of their own. */
  abstract save(changes: readonly Written[]): Promise<void>;

  /**
   * Writes operations down and sets their money aside, in one conditional statement: of racing ones only those that fit get through.
   * @throws Error when one does not fit, which whoever holds the lock of {@link payments} has looked at before.
   */
  abstract reserve(operations: readonly NewOperation[]): Promise<void>;

  /** Authorizations that wait for their shopper are given up, as soon as the resolver comes by. */
  abstract abandon(paymentIds: readonly PaymentId[]): Promise<void>;

  /** Keeps what a person decided, once per operation. */
  abstract addResolution(resolution: Resolution): Promise<void>;

  /** Locks the payments of checkouts in the same order. */
  abstract lockOf(checkoutIds: readonly Id<'chk'>[]): Promise<void>;

  /** Locks payments in one global order. Unknown ids are missing from the answer. */
  abstract payments(ids: readonly PaymentId[]): Promise<Payment[]>;

  /** Takes undecided operations whose time has come, those of some gateways excepted, each for a minute, so that two resolvers do not ask twice. */
  abstract takeDue(limit: number, without: readonly string[]): Promise<DueCall[]>;

  /** Undecided operations of one checkout, whatever their time. */
  abstract undecided(checkoutId: Id<'chk'>): Promise<DueCall[]>;

  /** Those of these operations that are undecided, or of one payment all that are. */
  abstract undecidedOperations(of: readonly OperationId[] | PaymentId): Promise<DueCall[]>;

  /** When to ask again, or that a person has to look. */
  abstract postpone(id: OperationId, seconds: number | 'human'): Promise<void>;

  /** Payments of checkouts, oldest first. */
  abstract of(checkoutIds: readonly Id<'chk'>[]): Promise<(Payment & { readonly createdAt: Date })[]>;
}
