import { getIntent } from '../books/intents.js';
import type { Queryable } from '../database/open.js';
import type { Params } from '../protocol/params.js';
import { missing } from '../protocol/stripe-error.js';
import { readLimit } from './list-intents.js';

interface Listed<Row> {
  readonly url: string;
  /** Newest first. */
  rowsOf(db: Queryable, intent: string, limit: number): Promise<Row[]>;
  shown(row: Row): object;
}

/** A list of Stripe's of what belongs to one intent, which has to be named. */
export function listOfIntent<Row>(db: Queryable, params: Params, { url, rowsOf, shown }: Listed<Row>) {
  const limit = readLimit(params);
  const intent = params.text('payment_intent');
  if (intent === undefined) throw missing('payment_intent');
  params.assertAllRead();

  return async () => {
    const { id } = await getIntent(db, intent);
    const rows = await rowsOf(db, id, limit + 1);
    return { object: 'list', data: rows.slice(0, limit).map((row) => shown(row)), has_more: rows.length > limit, url };
  };
}
