import { getBalanceTransaction } from '../books/balance.js';
import { getCharge } from '../books/charges.js';
import { getIntent } from '../books/intents.js';
import type { Queryable } from '../database/open.js';
import type { Params } from '../protocol/params.js';
import { invalid } from '../protocol/stripe-error.js';
import { balanceTransactionObject } from './balance.js';
import { chargeObject } from './charge.js';
import { intentObject } from './payment-intent.js';

type Kind = 'balance_transaction' | 'charge' | 'payment_intent' | 'refund';
type Tree = Record<string, unknown>;

/** The fields that hold ids, per object, and what the ids name. */
const EXPANDABLE: Readonly<Record<Kind, Readonly<Record<string, Kind>>>> = {
  payment_intent: { latest_charge: 'charge' },
  charge: { balance_transaction: 'balance_transaction', payment_intent: 'payment_intent' },
  refund: {
    balance_transaction: 'balance_transaction',
    charge: 'charge',
    payment_intent: 'payment_intent',
  },
  balance_transaction: {},
};

const FETCH: Readonly<
  Record<Exclude<Kind, 'refund'>, (db: Queryable, id: string) => Promise<Tree>>
> = {
  balance_transaction: async (db, id) =>
    balanceTransactionObject(await getBalanceTransaction(db, id)),
  charge: async (db, id) => chargeObject(await getCharge(db, id)),
  payment_intent: async (db, id) => intentObject(await getIntent(db, id)),
};

const MAX_LEVELS = 4;

/**
 * Reads `expand[]` for an answer of the given kind (Stripe docs: "Expanding responses").
 * @param prefix what precedes the field's name, `data.` in lists
 * @throws StripeError 400 for a path that cannot be expanded, before anything is done
 */
export function readExpand(params: Params, kind: Kind, prefix = ''): string[] {
  return params.list('expand').map((path) => {
    const names = path.startsWith(prefix) ? path.slice(prefix.length).split('.') : [];
    let current: Kind | undefined =
      names.length > 0 && names.length <= MAX_LEVELS ? kind : undefined;
    for (const name of names) {
      const fields = current === undefined ? undefined : EXPANDABLE[current];
      current = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
    }
    if (current === undefined) {
      const message = `This property cannot be expanded (${path.slice(0, 100)}).`;
      throw invalid(message, { param: 'expand' });
    }
    return names.join('.');
  });
}

/** The object with the ids on the paths of {@link readExpand} replaced by what they name. */
export async function expanded(
  db: Queryable,
  object: Tree,
  paths: readonly string[],
): Promise<Tree> {
  for (const path of paths) {
    let node = object;
    for (const name of path.split('.')) {
      const kind = EXPANDABLE[node.object as Kind][name] as Exclude<Kind, 'refund'>;
      const value = node[name];
      if (value === null) break;
      node = node[name] =
        typeof value === 'string' ? await FETCH[kind](db, value) : (value as Tree);
    }
  }
  return object;
}
