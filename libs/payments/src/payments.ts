import type { Id, MoneyData } from '@holdfast/kernel';
import type { OrderSold } from './domain/ledger/order-books.js';
import type { NextAction } from './domain/gateway-result.js';
import type { OperationId, OperationKind, OperationState, PaymentAction, PaymentId } from './domain/operation.js';
import type { PaymentWay, RoutedPayment } from './domain/payment-routing.js';
import type { CaptureMode, PaymentStatus } from './domain/payment.js';
import type { ChosenMethod } from './domain/saved-methods.js';

/** A payment to be begun for a checkout. */
export interface NewPayment extends PaymentWay {
  readonly checkoutId: Id<'chk'>;
  /** Other ways, in order, for as long as the one before surely did not reach its gateway. */
  readonly otherwise?: readonly PaymentWay[];
  readonly capture: CaptureMode;
  readonly money: MoneyData;
  readonly returnUrl: string | null;
  /** The request that waits for the outcome. */
  readonly requestId?: string;
}

/** A begun payment: its authorization is written down and not yet sent. */
export interface BegunPayment extends NewPayment {
  readonly paymentId: PaymentId;
  readonly operationId: OperationId;
}

/** Money that moved by one succeeded operation, in minor units of its payment's currency. Each operation moves once. */
export interface MovedMoney {
  readonly operationId: OperationId;
  readonly kind: OperationKind;
  readonly amount: number;
}

/** How a payment stands after a fact about it. */
export interface PaymentChange {
  readonly paymentId: PaymentId;
  readonly operationId: OperationId;
  readonly checkoutId: Id<'chk'>;
  readonly gateway: string;
  readonly kind: OperationKind;
  /** Of the operation, in minor units. */
  readonly amount: number;
  readonly state: OperationState;
  /**
   * All money that this change moved: the operation's own once it succeeded, and what the gateway did in the same step (an authorization
   * that was captured at once is two). Empty otherwise. Everything that ever moved comes by here exactly once, for whoever keeps books.
   */
  readonly moved: readonly MovedMoney[];
  /** Decline or failure code. */
  readonly code: string | null;
  /** It failed because it surely never reached the gateway: nobody declined anything. */
  readonly notSent: boolean;
  /** The payment that took its place in the same transaction, where one did. */
  readonly insteadBegan: PaymentId | null;
  readonly status: PaymentStatus;
  readonly currency: string;
  readonly authorized: number;
  readonly captured: number;
  readonly nextAction: NextAction | null;
  readonly requestId?: string;
}

/**
 * Told of every change in the transaction that writes it: this is how placing the order is part of the reducer, whoever
 * brought the news.
 */
export abstract class PaymentListener {
  /** May answer which orders were placed with it, and what their money is for, so that it is booked at once. */
  abstract paymentsChanged(changes: readonly PaymentChange[]): Promise<readonly OrderSold[] | void>;
}

/** A capture, void or refund that somebody asks for. */
export interface RequestedAction {
  /** A new one when absent. */
  readonly id?: OperationId | undefined;
  readonly paymentId: PaymentId;
  readonly action: PaymentAction;
  /** All that there is when absent. */
  readonly amount?: MoneyData | undefined;
  readonly reason?: string | undefined;
  /** `key_…` or `stf_…`. */
  readonly actor: string;
}

/** An operation as it was written down. A refund may have become several, one for each capture that it is of. */
export interface RequestedOperation {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  /** Minor units. */
  readonly amount: number;
}

/** Payments, for the module that sells. */
export abstract class Payments {
  /** @throws UnknownGateway */
  abstract assertGateway(name: string): void;

  /** The ways to pay by the shop's routes, the first to be tried, the others to stand in for it. @throws NoPaymentRoute */
  abstract route(payment: RoutedPayment): readonly [PaymentWay, ...PaymentWay[]];

  /** How to pay with payment methods of customers; undefined for what is not theirs, or not active. */
  abstract savedWays(chosen: readonly ChosenMethod[]): Promise<(PaymentWay | undefined)[]>;

  /** Writes payments and their authorizations, in the caller's unit of work. @throws PaymentInProgress */
  abstract begin(payments: readonly NewPayment[]): Promise<BegunPayment[]>;

  /**
   * Sends begun authorizations to their gateways and applies what they answer; outside any unit of work. Answers how
   * each payment stands then, in the order given.
   */
  abstract authorize(begun: BegunPayment): Promise<PaymentChange>;

  /** Asks the gateways about operations of this checkout that are not decided, and applies the answers. */
  abstract resolve(checkoutId: Id<'chk'>): Promise<void>;

  /**
   * Writes captures, voids and refunds down and sets their money aside, in the caller's unit of work: all of them or none. They are sent by
   * {@link carryOut}; if nobody does that, by the resolver. Where a gateway refunds one capture at a time, a refund of several becomes several.
   * @throws NotFound PaymentActionNotAllowed PaymentAmountBeyondBounds PartNotPossible PaymentCurrencyMismatch
   */
  abstract request(actions: readonly RequestedAction[]): Promise<RequestedOperation[]>;

  /** Sends requested operations to their gateways and applies what they answer; outside any unit of work. */
  abstract carryOut(operationIds: readonly OperationId[]): Promise<void>;

  /** Asks the gateways about those of these operations that are not decided, and applies the answers; outside any unit of work. */
  abstract resolveOperations(operationIds: readonly OperationId[]): Promise<void>;

  /**
   * Locks the payments of checkouts, in the caller's unit of work. The news of a payment locks it before what it is for; whoever changes both
   * begins here, so that nobody waits in a circle.
   */
  abstract lockOf(checkoutIds: readonly Id<'chk'>[]): Promise<void>;

  /**
   * Gives money back that no order will be placed for: authorized is voided, captured is refunded, what waits for its shopper is given up.
   * In the caller's unit of work; the resolver carries it out.
   */
  abstract undo(paymentIds: readonly PaymentId[]): Promise<void>;

  /** Payments of checkouts, oldest first. */
  abstract of(checkoutIds: readonly Id<'chk'>[]): Promise<PaymentView[]>;
}

export interface PaymentView {
  readonly id: PaymentId;
  readonly checkoutId: Id<'chk'>;
  readonly gateway: string;
  readonly method: string;
  readonly status: PaymentStatus;
  readonly amount: MoneyData;
  /** Less what was voided. */
  readonly authorized: MoneyData;
  readonly captured: MoneyData;
  readonly refunded: MoneyData;
  /** What it has for sure: authorized, less all that was or is being voided or refunded. */
  readonly secured: MoneyData;
  /** Captured money that no refund speaks for, those under way included. */
  readonly refundable: MoneyData;
  /** What staff can do with it now. */
  readonly allowedActions: readonly PaymentAction[];
  readonly nextAction: NextAction | null;
  readonly createdAt: Date;
}
