import { nowSeconds } from '../clock/clock.js';
import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { newId } from '../protocol/identifiers.js';
import { noSuch } from '../protocol/stripe-error.js';

/** One movement of the balance: minor units, negative where it shrinks. Charges cost a fee. */
export interface BalanceTransaction {
  readonly id: string;
  readonly created: number;
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'adjustment' | 'payout';
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  /** Id of the charge, refund, dispute or payout behind it. */
  readonly source: string;
  readonly description: string | null;
}

const COLUMNS = [
  'id',
  'created',
  'type',
  'amount',
  'fee',
  'currency',
  'source',
  'description',
] as const satisfies readonly (keyof BalanceTransaction)[];

type Movement = Omit<BalanceTransaction, 'id' | 'created' | 'fee'>;

/** 1.5 % and 25 minor units, as for European cards; kept when a charge is refunded. */
const feeOf = ({ type, amount }: Movement): number =>
  type === 'charge' ? Math.round(amount * 0.015) + 25 : 0;

/** Books the movement and returns its id. */
export async function book(tx: Transaction, movement: Movement): Promise<string> {
  const id = newId('txn');
  const row = { id, created: nowSeconds(), fee: feeOf(movement), ...movement };
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

/** What is available per currency, after fees. */
export async function balances(db: Queryable): Promise<{ currency: string; amount: number }[]> {
  const { rows } = await db.query<{ currency: string; amount: number }>(
    `select currency, sum(amount - fee) as amount from sandbox.balance_transactions
     group by currency order by currency`,
  );
  return rows;
}

/** Pays out all that is there, one payout per currency. Answers how many. */
export async function payOut(tx: Transaction): Promise<number> {
  const due = (await balances(tx)).filter(({ amount }) => amount > 0);
  for (const { currency, amount } of due) {
    const payout = { type: 'payout', amount: -amount, currency, source: newId('po') } as const;
    await book(tx, { ...payout, description: 'STRIPE PAYOUT' });
  }
  return due.length;
}
