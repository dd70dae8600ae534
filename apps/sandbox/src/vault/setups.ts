import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { readLimit } from '../payments/list-intents.js';
import type { Params } from '../protocol/params.js';
import { missing, noSuch } from '../protocol/stripe-error.js';
import { announce } from '../webhooks/announce.js';
import { getMethod, methodObject } from './methods.js';

/** A setup intent as the books keep it; names as in the protocol. */
export interface Setup {
  readonly id: string;
  readonly created: number;
  readonly customer: string | null;
  readonly payment_method: string | null;
  readonly status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'canceled'
    | 'succeeded';
  readonly usage: 'on_session' | 'off_session';
  readonly automatic_payment_methods: { enabled: boolean; allow_redirects: string } | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly return_url: string | null;
  readonly client_secret: string;
  readonly next_action: object | null;
  readonly last_setup_error: object | null;
  readonly cancellation_reason: string | null;
  readonly idempotency_key: string | null;
}

const COLUMNS = [
  'id',
  'created',
  'customer',
  'payment_method',
  'status',
  'usage',
  'automatic_payment_methods',
  'metadata',
  'return_url',
  'client_secret',
  'next_action',
  'last_setup_error',
  'cancellation_reason',
  'idempotency_key',
] as const satisfies readonly (keyof Setup)[];
const SELECT = `select ${COLUMNS.join(', ')} from sandbox.setup_intents`;

/** Writes a setup intent down, and tells of what it came to. */
export async function recordSetup(tx: Transaction, setup: Setup): Promise<void> {
  await save<Setup>(tx, 'setup_intents', COLUMNS, setup);
  await announce(tx, `setup_intent.${toldOf(setup)}`, setup.id, setupObject(setup));
}

/** Reads and locks it. @throws StripeError 404 `resource_missing` */
export async function lockSetup(tx: Transaction, id: string): Promise<Setup> {
  return (await read(tx, id, 'for update')) ?? raise(noSuch('setupintent', id));
}

/** @throws StripeError 404 `resource_missing` */
export async function getSetup(db: Queryable, id: string): Promise<Setup> {
  return (await read(db, id, '')) ?? raise(noSuch('setupintent', id));
}

/** GET /v1/setup_intents/:id, with its method expanded where that is asked for. */
export function retrieveSetup(db: Queryable, id: string, params: Params) {
  const expand = readExpand(params);
  params.text('client_secret');
  params.assertAllRead();
  return async () => shownSetup(db, await getSetup(db, id), expand);
}

/** GET /v1/setup_intents, those of one customer, newest first. */
export function listSetups(db: Queryable, params: Params) {
  const limit = readLimit(params);
  const customer = params.text('customer');
  if (customer === undefined) throw missing('customer');
  const expand = params.list('expand').includes('data.payment_method');
  params.assertAllRead();
  return async () => {
    const { rows } = await db.query<Setup>(
      `${SELECT} where customer = $1 order by seq desc limit $2`,
      [customer, limit + 1],
    );
    const data = await Promise.all(rows.slice(0, limit).map((row) => shownSetup(db, row, expand)));
    return { object: 'list', data, has_more: rows.length > limit, url: '/v1/setup_intents' };
  };
}

/** Whether the method is wanted with all that is known of it. */
export const readExpand = (params: Params): boolean =>
  params.list('expand').includes('payment_method');

export async function shownSetup(db: Queryable, setup: Setup, expand: boolean) {
  const shown = setupObject(setup);
  if (!expand || setup.payment_method === null) return shown;
  return { ...shown, payment_method: methodObject(await getMethod(db, setup.payment_method)) };
}

/** The setup intent as Stripe shows it (docs: "The SetupIntent object"). */
export function setupObject({ idempotency_key: _key, return_url: _return, ...setup }: Setup) {
  return {
    ...setup,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    on_behalf_of: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    single_use_mandate: null,
  };
}

function toldOf({ status, last_setup_error: error }: Setup): string {
  if (status === 'requires_payment_method' && error !== null) return 'setup_failed';
  return status === 'requires_payment_method' || status === 'requires_confirmation'
    ? 'created'
    : status;
}

async function read(db: Queryable, id: string, lock: string): Promise<Setup | undefined> {
  return (await db.query<Setup>(`${SELECT} where id = $1 ${lock}`, [id])).rows[0];
}

function raise(error: Error): never {
  throw error;
}
