import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { noSuch } from '../protocol/stripe-error.js';

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'canceled'
  | 'succeeded';

/** A payment intent as the books keep it; names as in the protocol, amounts in minor units. */
export interface Intent {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly status: IntentStatus;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly amount_refunded: number;
  readonly capture_method: 'automatic' | 'automatic_async' | 'manual';
  readonly confirmation_method: 'automatic' | 'manual';
  /** Who pays, where the shop said so. */
  readonly customer: string | null;
  readonly payment_method: string | null;
  /** Name of the test card behind `payment_method`. */
  readonly card: string | null;
  readonly payment_method_types: readonly string[];
  readonly automatic_payment_methods: { enabled: boolean; allow_redirects: string } | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly return_url: string | null;
  readonly client_secret: string;
  readonly latest_charge: string | null;
  readonly last_payment_error: object | null;
  readonly next_action: object | null;
  readonly cancellation_reason: string | null;
  readonly canceled_at: number | null;
  /** Key of the call that created it, for whoever judges by the books. */
  readonly idempotency_key: string | null;
}

const COLUMNS = [
  'id',
  'created',
  'amount',
  'currency',
  'status',
  'amount_capturable',
  'amount_received',
  'amount_refunded',
  'capture_method',
  'confirmation_method',
  'customer',
  'payment_method',
  'card',
  'payment_method_types',
  'automatic_payment_methods',
  'metadata',
  'description',
  'return_url',
  'client_secret',
  'latest_charge',
  'last_payment_error',
  'next_action',
  'cancellation_reason',
  'canceled_at',
  'idempotency_key',
] as const satisfies readonly (keyof Intent)[];

export const INTENT_COLUMNS = COLUMNS.join(', ');

/** Every birth and every change of an intent passes here: the place where events would leave. */
export async function saveIntent(tx: Transaction, intent: Intent): Promise<void> {
  await save<Intent>(tx, 'payment_intents', COLUMNS, intent);
}

/**
 * Reads the intent and locks it until the end of the transaction. Whoever changes an intent, its
 * charges or its refunds holds this lock first, so that changes of one payment form a queue.
 * @throws StripeError `resource_missing`, blaming `param` when the id came as a parameter
 */
export async function lockIntent(tx: Transaction, id: string, param?: string): Promise<Intent> {
  return (await read(tx, id, 'for update')) ?? raise(noSuch('payment_intent', id, param));
}

/** @throws StripeError 404 `resource_missing` */
export async function getIntent(db: Queryable, id: string): Promise<Intent> {
  return (await read(db, id, '')) ?? raise(noSuch('payment_intent', id));
}

async function read(db: Queryable, id: string, lock: string): Promise<Intent | undefined> {
  const { rows } = await db.query<Intent>(
    `select ${INTENT_COLUMNS} from sandbox.payment_intents where id = $1 ${lock}`,
    [id],
  );
  return rows[0];
}

function raise(error: Error): never {
  throw error;
}
