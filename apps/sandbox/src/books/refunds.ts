import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { noSuch } from '../protocol/stripe-error.js';
import { lockIntent } from './intents.js';

/** Captured money on its way back to the shopper; amount in minor units. */
export interface Refund {
  readonly id: string;
  readonly created: number;
  readonly payment_intent: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly failure_reason: string | null;
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
  'failure_reason',
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

/** The refund, locked after its intent, as everybody who changes it does. @throws StripeError 404 `resource_missing` */
export async function lockRefund(tx: Transaction, id: string): Promise<Refund> {
  await lockIntent(tx, (await getRefund(tx, id)).payment_intent, 'refund');
  return getRefund(tx, id);
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
