import { randomBytes } from 'node:crypto';
import type { Queryable, Transaction } from '../database/open.js';
import { missing } from './errors.js';

export interface Order {
  readonly id: string;
  readonly created: Date;
  readonly intent: 'CAPTURE' | 'AUTHORIZE';
  readonly status: 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED' | 'VOIDED';
  readonly currency: string;
  readonly amount: number;
  readonly reference_id: string;
  readonly custom_id: string | null;
  readonly invoice_id: string | null;
  readonly return_url: string | null;
  readonly cancel_url: string | null;
  /** The method that was kept for the shopper, if it was one. */
  readonly payer: string | null;
}

export interface Authorization {
  readonly id: string;
  readonly created: Date;
  readonly order_id: string;
  readonly status: 'CREATED' | 'PARTIALLY_CAPTURED' | 'CAPTURED' | 'VOIDED';
  readonly amount: number;
  readonly captured: number;
  readonly updated: Date;
  readonly expires: Date;
}

export interface Capture {
  readonly id: string;
  readonly created: Date;
  readonly order_id: string;
  readonly authorization_id: string | null;
  readonly amount: number;
  readonly refunded: number;
  readonly invoice_id: string | null;
}

export interface Refund {
  readonly id: string;
  readonly created: Date;
  readonly order_id: string;
  readonly capture_id: string;
  readonly amount: number;
  readonly invoice_id: string | null;
  readonly custom_id: string | null;
  readonly status: 'PENDING' | 'COMPLETED' | 'FAILED';
}

/** A buyer asks PayPal for captured money back; amount in minor units. */
export interface Dispute {
  readonly id: string;
  readonly created: Date;
  readonly updated: Date;
  readonly due: Date;
  readonly order_id: string;
  readonly capture_id: string;
  readonly amount: number;
  readonly reason: string;
  readonly status: 'WAITING_FOR_SELLER_RESPONSE' | 'UNDER_REVIEW' | 'RESOLVED';
  readonly outcome: string | null;
}

interface Tables {
  readonly paypal_orders: Order;
  readonly paypal_authorizations: Authorization;
  readonly paypal_captures: Capture;
  readonly paypal_refunds: Refund;
  readonly paypal_disputes: Dispute;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** An id as PayPal's: 17 capital letters and digits. */
export const newPayPalId = (): string => Array.from(randomBytes(17), (byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** @throws PayPalError 404 */
export async function get<T extends keyof Tables>(db: Queryable, table: T, id: string): Promise<Tables[T]> {
  const { rows } = await db.query(`select * from sandbox.${table} where id = $1`, [id]);
  if (!rows[0]) throw missing();
  return rows[0] as Tables[T];
}

export async function ofOrder<T extends Exclude<keyof Tables, 'paypal_orders'>>(db: Queryable, table: T, orderId: string): Promise<Tables[T][]> {
  const { rows } = await db.query(`select * from sandbox.${table} where order_id = $1 order by created, id`, [orderId]);
  return rows as Tables[T][];
}

/** Locks an order: whoever changes it or its money holds this lock first, so that changes form a queue. @throws PayPalError 404 */
export async function lockOrder(tx: Transaction, id: string): Promise<Order> {
  const { rows } = await tx.query<Order>('select * from sandbox.paypal_orders where id = $1 for update', [id]);
  return rows[0] ?? raise(missing());
}

/** The checkout that an order, or what came of it, is for: by it faults are aimed, as by the metadata of Stripe's intents. */
export async function checkoutOf(db: Queryable, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const { rows } = await db.query<{ reference_id: string }>(
    `select reference_id from sandbox.paypal_orders where id = $1
        or id = (select order_id from sandbox.paypal_authorizations where id = $1)
        or id = (select order_id from sandbox.paypal_captures where id = $1)`,
    [id],
  );
  return rows[0]?.reference_id;
}

/** Inserts a row; columns are named as in the type. */
export async function add<T extends keyof Tables>(tx: Transaction, table: T, row: Partial<Tables[T]> & { readonly id: string }): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, i) => `$${i + 1}`).join(', ');
  await tx.query(`insert into sandbox.${table} (${columns.join(', ')}) values (${places})`, Object.values(row));
}

export async function setStatus(tx: Transaction, id: string, status: Order['status']): Promise<void> {
  await tx.query('update sandbox.paypal_orders set status = $2 where id = $1', [id, status]);
}

/** All the money that PayPal's side knows of, as one snapshot. */
export async function payPalBooks(db: Queryable): Promise<object> {
  const { rows } = await db.query(`
    select (select coalesce(jsonb_agg(to_jsonb(o) order by o.seq), '[]') from sandbox.paypal_orders o) as orders,
      (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from sandbox.paypal_authorizations a) as authorizations,
      (select coalesce(jsonb_agg(to_jsonb(c) order by c.seq), '[]') from sandbox.paypal_captures c) as captures,
      (select coalesce(jsonb_agg(to_jsonb(r) order by r.seq), '[]') from sandbox.paypal_refunds r) as refunds,
      (select coalesce(jsonb_agg(to_jsonb(d) order by d.seq), '[]') from sandbox.paypal_disputes d) as disputes`);
  return rows[0] as object;
}

function raise(error: Error): never {
  throw error;
}
