import { type Address, toId } from '@holdfast/kernel';
import { type PaymentView, statusByMoney } from '@holdfast/payments';
import type { OrderLineView, OrderSummary, OrderView } from '../../application/order-queries.js';
import type { OrderStatus } from '../../domain/order.js';

export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly checkout_id: string;
  readonly status: OrderStatus;
  readonly customer_id: string | null;
  readonly email: string | null;
  readonly shipping_address: Address | null;
  readonly billing_address: Address | null;
  readonly currency: string;
  readonly subtotal: number;
  readonly total: number;
  readonly version: number;
  readonly placed_at: string;
}

export interface OrderLineRow {
  readonly id: string;
  readonly variant_id: string;
  readonly product_id: string;
  readonly title: string;
  readonly variant_title: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unit_price: number;
  readonly total: number;
}

export const orderSummary = (row: OrderRow): OrderSummary => ({
  id: toId('ord', row.id),
  number: row.number,
  status: row.status,
  customer_id: row.customer_id === null ? null : toId('cus', row.customer_id),
  fulfillment_status: 'unfulfilled',
  checkout_id: toId('chk', row.checkout_id),
  email: row.email,
  shipping_address: row.shipping_address,
  billing_address: row.billing_address,
  subtotal: { amount: row.subtotal, currency: row.currency },
  total: { amount: row.total, currency: row.currency },
  placed_at: new Date(row.placed_at).toISOString(),
  version: row.version,
});

export const orderLine = (row: OrderLineRow, currency: string): OrderLineView => ({
  id: toId('line', row.id),
  variant_id: toId('var', row.variant_id),
  product_id: toId('prod', row.product_id),
  title: row.title,
  variant_title: row.variant_title,
  sku: row.sku,
  quantity: row.quantity,
  unit_price: { amount: row.unit_price, currency },
  total: { amount: row.total, currency },
});

/** What the payments of an order amount to together. */
export const paymentStatus = (payments: readonly PaymentView[]): OrderView['payment_status'] => {
  const real = payments.filter(({ status }) => status !== 'failed');
  if (real.length < 2) return real[0]?.status ?? 'none';
  const sum = (of: 'authorized' | 'captured' | 'refunded') => real.reduce((total, payment) => total + payment[of].amount, 0);
  return statusByMoney({ authorized: sum('authorized'), captured: sum('captured'), refunded: sum('refunded'), voided: 0 }) ?? real.at(-1)!.status;
};
