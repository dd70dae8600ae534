import { type Address, toId, toUuid } from '@holdfast/kernel';
import type { CartLine, CartSnapshot, CartStatus } from '../../domain/cart.js';
import type { CartHolder } from '../../domain/cart-holder.js';

/** A value for a jsonb column; null stays SQL's null. */
export const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** A UUID for a column that may be null. */
export const uuid = (id: string | null): string | null => (id === null ? null : toUuid(id));

/** The parameters behind "whose is it": the hash of the secret that was shown, and the customer who asks. */
export const holderValues = ({ tokenHash, customerId }: CartHolder): [Buffer | null, string | null] => [tokenHash, uuid(customerId)];

export const CART_COLUMNS = 'id, status, currency, email, shipping_address, billing_address, metadata, lines, customer_id, merged_into, version';

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
  readonly customer_id: string | null;
  readonly merged_into: string | null;
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
  customerId: row.customer_id === null ? null : toId('cus', row.customer_id),
  mergedInto: row.merged_into === null ? null : toId('cart', row.merged_into),
  version: row.version,
});
