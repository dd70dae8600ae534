import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { noSuch } from '../protocol/stripe-error.js';

/** Captured money on its way back to the shopper; amount in minor units. */
export interface Refund {
  readonly id: string;
  readonly created: number;
  readonly payment_intent: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'succeeded';
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly balance_transaction: string;
}

const COLUMNS = [
  'id',
  'created',
  'payment_intent',
  'charge',
  'amount',
  'currency',
  'status',
  'reason',
  'metadata',
  'balance_transaction',
] as const satisfies readonly (keyof Refund)[];

/** Saves a refund whose intent the caller has locked in this transaction. */
export async function saveRefund(tx: Transaction, refund: Refund): Promise<void> {
  await save<Refund>(tx, 'refunds', COLUMNS, refund);
}

/** @throws StripeError 404 `resource_missing` */
export async function getRefund(db: Queryable, id: string): Promise<Refund> {
  const { rows } = await db.query<Refund>(
    `select ${COLUMNS.join(', ')} from sandbox.refunds where id = $1`,
    [id],
  );
  if (!rows[0]) throw noSuch('refund', id);
  return rows[0];
}

/** The refunds of an intent, newest first. */
export async function refundsOf(db: Queryable, intent: string, limit: number): Promise<Refund[]> {
  const { rows } = await db.query<Refund>(
    `select ${COLUMNS.join(', ')} from sandbox.refunds where payment_intent = $1
     order by seq desc limit $2`,
    [intent, limit],
  );
  return rows;
}
