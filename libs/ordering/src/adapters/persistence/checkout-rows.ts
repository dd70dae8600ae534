import { type Address, toId } from '@holdfast/kernel';
import type { Checkout, CheckoutLine, CheckoutStatus } from '../../domain/checkout.js';

/** A checkout as SQL reads it. */
export interface CheckoutRow {
  readonly id: string;
  readonly cart_id: string;
  readonly status: CheckoutStatus;
  readonly email: string | null;
  readonly shipping_address: Address | null;
  readonly billing_address: Address | null;
  readonly lines: CheckoutLine[];
  readonly currency: string;
  readonly subtotal: number;
  readonly total: number;
  readonly asked_scope: string | null;
  readonly asked_key: string | null;
  readonly attempts: number;
  readonly tendered: number;
  readonly expires_at: string;
  readonly created_at: string;
  readonly version: number;
}

export const checkoutOf = (row: CheckoutRow): Checkout => ({
  id: toId('chk', row.id),
  cartId: toId('cart', row.cart_id),
  status: row.status,
  email: row.email,
  shippingAddress: row.shipping_address,
  billingAddress: row.billing_address,
  lines: row.lines,
  subtotal: { amount: row.subtotal, currency: row.currency },
  total: { amount: row.total, currency: row.currency },
  expiresAt: new Date(row.expires_at),
  createdAt: new Date(row.created_at),
  askedBy: row.asked_scope && row.asked_key ? { scope: row.asked_scope, key: row.asked_key } : null,
  attempts: row.attempts,
  tendered: row.tendered,
  version: row.version,
});
