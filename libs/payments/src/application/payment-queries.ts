import type { Id, MoneyData, Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { ShownDispute } from '../disputes.js';
import type { OperationId, OperationKind, OperationState, PaymentAction, PaymentId } from '../domain/operation.js';
import type { PaymentStatus } from '../domain/payment.js';

/** One operation as staff sees it. */
export interface OperationView {
  readonly id: OperationId;
  readonly payment_id: PaymentId;
  readonly kind: OperationKind;
  readonly status: OperationState;
  readonly amount: MoneyData;
  /** Why it failed or is unknown. */
  readonly code: string | null;
  readonly reason: string | null;
  /** Who asked for it; null where the shopper or the shop itself did. */
  readonly actor: string | null;
  /** By which the gateway knows it, where it has an id of its own. */
  readonly reference: string | null;
  readonly needs_human: boolean;
  readonly resolution: ResolutionView | null;
  /** Of a refund that was asked for as one and is of several captures: all its operations, this one first. Empty otherwise. */
  readonly parts: readonly OperationPartView[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** One of the operations that a refund became. */
export interface OperationPartView {
  readonly id: OperationId;
  readonly status: OperationState;
  readonly amount: MoneyData;
  readonly code: string | null;
}

/** What a person decided after looking at the gateway. */
export interface ResolutionView {
  readonly outcome: 'succeeded' | 'failed';
  readonly reference: string | null;
  readonly note: string;
  readonly actor: string;
  readonly decided_at: string;
}

/** A payment as staff sees it in a list. */
export interface PaymentSummaryView {
  readonly id: PaymentId;
  readonly checkout_id: Id<'chk'>;
  readonly gateway: string;
  readonly method: string;
  /** By which the gateway knows it. */
  readonly reference: string | null;
  readonly status: PaymentStatus;
  readonly amount: MoneyData;
  readonly authorized: MoneyData;
  readonly captured: MoneyData;
  readonly voided: MoneyData;
  readonly refunded: MoneyData;
  readonly in_flight: { readonly capturing: MoneyData; readonly voiding: MoneyData; readonly refunding: MoneyData };
  readonly needs_human: boolean;
  /** The shop gives money back by itself, and it is not back yet: it came too late, or its order could not be placed. */
  readonly giving_back: boolean;
  readonly allowed_actions: readonly PaymentAction[];
  /** When it was last compared with the books of its gateway. */
  readonly observed_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly version: number;
}

export interface PaymentDetailsView extends PaymentSummaryView {
  /** Oldest first. */
  readonly operations: readonly OperationView[];
  /** Oldest first. */
  readonly disputes: readonly ShownDispute[];
}

export interface PaymentFilter {
  readonly gateway?: string | undefined;
  readonly status?: PaymentStatus | undefined;
  readonly checkoutId?: Id<'chk'> | undefined;
  readonly orderId?: Id<'ord'> | undefined;
  readonly needsHuman?: boolean | undefined;
  readonly givingBack?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Payments, newest first. */
export class ListPayments extends Query<Page<PaymentSummaryView>> {
  constructor(readonly filter: PaymentFilter) {
    super();
  }
}

/** One payment with its operations. @throws NotFound */
export class GetPayment extends Query<PaymentDetailsView> {
  constructor(readonly id: PaymentId) {
    super();
  }
}

/** One operation. @throws NotFound */
export class GetOperation extends Query<OperationView> {
  constructor(readonly id: OperationId) {
    super();
  }
}
