import { type Address, toId } from '@holdfast/kernel';
import type { CartLine, CartSnapshot, CartStatus } from '../../domain/cart.js';

/** A value for a jsonb column; null stays SQL's null. */
export const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** A cart as SQL reads it. */
export interface CartRow {
  readonly id: string;
  readonly status: CartStatus;
  readonly currency: string;
  readonly email: string | null;
  readonly shipping_address: Address | null;
  readonly billing_address: Address | null;
  readonly metadata: Record<string, string>;
  readonly lines: CartLine[];
  readonly version: number;
}

export const cartOf = (row: CartRow): CartSnapshot => ({
  id: toId('cart', row.id),
  status: row.status,
  currency: row.currency,
  email: row.email,
  shippingAddress: row.shipping_address,
  billingAddress: row.billing_address,
  metadata: row.metadata,
  lines: row.lines,
  version: row.version,
});
