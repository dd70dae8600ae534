import { INTENT_COLUMNS, type Intent } from '../books/intents.js';
import type { Queryable } from '../database/open.js';
import { expanded, readExpand } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import type { Params } from '../protocol/params.js';
import { invalid } from '../protocol/stripe-error.js';
import { readLimit } from './list-intents.js';

const CLAUSE = /^\s*metadata\[(['"])(.+?)\1\]:(['"])((?:\\.|(?!\3).)*)\3\s*(?:AND\b|$)/i;

/**
 * GET /v1/payment_intents/search (Stripe docs: "Search PaymentIntents") for clauses of the form
 * `metadata['key']:'value'`, joined by AND. Unlike Stripe's index, it knows a write at once.
 */
export function searchIntents(db: Queryable, params: Params) {
  const metadata = readQuery(params.requiredText('query'));
  const limit = readLimit(params);
  const page = readPage(params);
  const expand = readExpand(params, 'payment_intent', 'data.');
  params.assertAllRead();

  return async () => {
    const { rows } = await db.query<Intent>(
      `select ${INTENT_COLUMNS} from sandbox.payment_intents where metadata @> $1
       order by seq desc limit $2 offset $3`,
      [JSON.stringify(metadata), limit + 1, page * limit],
    );
    const found = rows.slice(0, limit).map((row) => expanded(db, intentObject(row), expand));
    const more = rows.length > limit;
    return {
      object: 'search_result',
      data: await Promise.all(found),
      has_more: more,
      next_page: more ? String(page + 1) : null,
      url: '/v1/payment_intents/search',
    };
  };
}

function readPage(params: Params): number {
  const page = params.integer('page', 0) ?? 0;
  if (page > 1_000_000) throw invalid('Invalid page', { param: 'page' });
  return page;
}

function readQuery(query: string): Record<string, string> {
  const wanted: [string, string][] = [];
  let rest = query;
  while (rest !== '') {
    const [clause, , key, , value] = CLAUSE.exec(rest) ?? [];
    if (clause === undefined || key === undefined || value === undefined) {
      const message =
        "The sandbox searches for metadata['key']:'value' clauses joined by AND only.";
      throw invalid(message, { param: 'query' });
    }
    wanted.push([key, value.replaceAll(/\\(.)/g, '$1')]);
    rest = rest.slice(clause.length);
  }
  return Object.fromEntries(wanted);
}
