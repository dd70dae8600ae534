import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { noSuch } from '../protocol/stripe-error.js';

/** One attempt to move money for an intent; amounts in minor units. */
export interface Charge {
  readonly id: string;
  readonly created: number;
  readonly payment_intent: string;
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly currency: string;
  readonly captured: boolean;
  readonly status: 'succeeded' | 'failed';
  readonly payment_method: string;
  /** Name of the test card. */
  readonly card: string;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly decline_code: string | null;
  /** Whether the shopper passed 3-D Secure. */
  readonly authenticated: boolean;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly balance_transaction: string | null;
  /** Whether a bank has ever disputed it; read from the disputes. */
  readonly disputed: boolean;
}

const COLUMNS = [
  'id',
  'created',
  'payment_intent',
  'amount',
  'amount_captured',
  'amount_refunded',
  'currency',
  'captured',
  'status',
  'payment_method',
  'card',
  'failure_code',
  'failure_message',
  'decline_code',
  'authenticated',
  'description',
  'metadata',
  'balance_transaction',
] as const satisfies readonly (keyof Charge)[];

/** Saves a charge whose intent the caller has created or locked in this transaction. */
export async function saveCharge(tx: Transaction, charge: Charge): Promise<void> {
  await save<Charge>(tx, 'charges', COLUMNS, charge);
}

/** @throws StripeError `resource_missing`, blaming `param` when the id came as a parameter */
export async function getCharge(db: Queryable, id: string, param?: string): Promise<Charge> {
  const { rows } = await db.query<Charge>(
    `select ${COLUMNS.join(', ')},
       exists (select from sandbox.disputes d where d.charge = charges.id) as disputed
     from sandbox.charges where id = $1`,
    [id],
  );
  if (!rows[0]) throw noSuch('charge', id, param);
  return rows[0];
}
