import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { newId, nowSeconds } from '../protocol/identifiers.js';
import { noSuch } from '../protocol/stripe-error.js';

/** One movement of the balance: minor units, refunds negative. The sandbox takes no fee. */
export interface BalanceTransaction {
  readonly id: string;
  readonly created: number;
  readonly type: 'charge' | 'refund';
  readonly amount: number;
  readonly currency: string;
  /** Id of the charge or refund behind it. */
  readonly source: string;
  readonly description: string | null;
}

const COLUMNS = [
  'id',
  'created',
  'type',
  'amount',
  'currency',
  'source',
  'description',
] as const satisfies readonly (keyof BalanceTransaction)[];

type Movement = Omit<BalanceTransaction, 'id' | 'created'>;

/** Books the movement and returns its id. */
export async function book(tx: Transaction, movement: Movement): Promise<string> {
  const id = newId('txn');
  const row = { id, created: nowSeconds(), ...movement };
  await save<BalanceTransaction>(tx, 'balance_transactions', COLUMNS, row);
  return id;
}

/** @throws StripeError 404 `resource_missing` */
export async function getBalanceTransaction(
  db: Queryable,
  id: string,
): Promise<BalanceTransaction> {
  const { rows } = await db.query<BalanceTransaction>(
    `select ${COLUMNS.join(', ')} from sandbox.balance_transactions where id = $1`,
    [id],
  );
  if (!rows[0]) throw noSuch('balance_transaction', id);
  return rows[0];
}

/** What is available per currency: captured minus refunded, as booked. */
export async function balances(db: Queryable): Promise<{ currency: string; amount: number }[]> {
  const { rows } = await db.query<{ currency: string; amount: number }>(
    `select currency, sum(amount) as amount from sandbox.balance_transactions
     group by currency order by currency`,
  );
  return rows;
}
