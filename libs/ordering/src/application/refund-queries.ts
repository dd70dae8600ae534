import type { Id, MoneyData, Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { LineId } from '../domain/cart.js';
import type { OrderId } from '../domain/order.js';
import type { RefundId } from '../domain/refund.js';

/** A refund of pieces of an order. `partially_failed`: of several payments some did not give back; their part is refunded by amount. */
export interface OrderRefundView {
  readonly id: RefundId;
  readonly order_id: OrderId;
  readonly status: 'pending' | 'succeeded' | 'partially_failed' | 'failed';
  readonly amount: MoneyData;
  readonly reason: string | null;
  readonly actor: string;
  readonly lines: readonly { readonly line_id: LineId; readonly quantity: number; readonly amount: MoneyData }[];
  readonly operations: readonly { readonly id: Id<'op'>; readonly payment_id: Id<'pay'>; readonly status: 'pending' | 'succeeded' | 'failed'; readonly amount: MoneyData }[];
  readonly created_at: string;
}

/** @throws NotFound */
export class GetOrderRefund extends Query<OrderRefundView> {
  constructor(readonly id: RefundId) {
    super();
  }
}

/** The refunds of an order by its lines, oldest first. */
export class ListOrderRefunds extends Query<Page<OrderRefundView>> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}
