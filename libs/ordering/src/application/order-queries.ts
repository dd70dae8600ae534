import { type Actor, type Address, type Id, type MoneyData, type Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { PaymentStatus, ShownDispute } from '@holdfast/payments';
import type { CartHolder, CustomerId } from '../domain/cart-holder.js';
import type { CheckoutId } from '../domain/checkout.js';
import type { OrderId, OrderStatus } from '../domain/order.js';
import type { CheckoutPaymentView, CheckoutView } from './checkout-view.js';

export interface OrderLineView {
  readonly id: Id<'line'>;
  readonly variant_id: Id<'var'>;
  readonly product_id: Id<'prod'>;
  readonly title: string;
  readonly variant_title: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unit_price: MoneyData;
  readonly total: MoneyData;
}

/** An order as clients see it. */
export interface OrderView {
  readonly id: OrderId;
  readonly number: string;
  readonly status: OrderStatus;
  /** Null for a guest's. */
  readonly customer_id: CustomerId | null;
  readonly payment_status: PaymentStatus | 'none';
  readonly fulfillment_status: 'unfulfilled';
  readonly checkout_id: CheckoutId;
  readonly email: string | null;
  readonly shipping_address: Address | null;
  readonly billing_address: Address | null;
  readonly lines: readonly OrderLineView[];
  readonly subtotal: MoneyData;
  readonly total: MoneyData;
  readonly payments: readonly CheckoutPaymentView[];
  readonly disputes: readonly ShownDispute[];
  readonly allowed_actions: readonly string[];
  readonly placed_at: string;
  readonly version: number;
}

/** One thing that happened to an order, its checkout or its payments. */
export interface TimelineEntry {
  readonly id: Id<'evt'>;
  readonly type: string;
  readonly subject: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly actor: string | null;
  readonly request_id: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurred_at: string;
}

export type OrderSummary = Omit<OrderView, 'lines' | 'payments' | 'disputes' | 'allowed_actions' | 'payment_status'>;

/** Something about a purchase that is not over, and who has to act next. */
export interface PendingStepView {
  readonly what: string;
  readonly about: string;
  readonly since: string;
  readonly next_actor: Actor;
  readonly next_at: string | null;
  readonly advice: string;
}

/** What is pending about an order, or about a checkout that is none yet; the oldest first. @throws NotFound */
export class GetPendingWork extends Query<Page<PendingStepView>> {
  constructor(readonly id: OrderId | CheckoutId) {
    super();
  }
}

/** Who reads an order: staff, or whoever has its token or is its customer. */
export type OrderReader = 'staff' | CartHolder;

/** One order. @throws NotFound when it is not there for this reader. */
export class GetOrder extends Query<OrderView> {
  constructor(
    readonly id: OrderId,
    readonly reader: OrderReader,
  ) {
    super();
  }
}

/** Part of a list of orders. An order is created when it is placed. */
export interface OrderFilter {
  readonly status?: OrderStatus;
  readonly createdFrom?: Date;
  readonly createdUntil?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

/** All orders, newest first. */
export class ListOrders extends Query<Page<OrderSummary>> {
  constructor(readonly filter: OrderFilter & { readonly email?: string; readonly number?: string; readonly customerId?: CustomerId }) {
    super();
  }
}

/** The orders of a customer, newest first. */
export class ListOwnOrders extends Query<Page<OrderSummary>> {
  constructor(
    readonly customerId: CustomerId,
    readonly filter: OrderFilter,
  ) {
    super();
  }
}

/** Everything that happened to an order, oldest first. @throws NotFound */
export class GetOrderTimeline extends Query<Page<TimelineEntry>> {
  constructor(readonly id: OrderId) {
    super();
  }
}

/** One checkout, for whoever has its cart. @throws NotFound */
export class GetCheckout extends Query<CheckoutView> {
  constructor(
    readonly id: CheckoutId,
    readonly holder: CartHolder,
  ) {
    super();
  }
}
