import { getIntent } from '../books/intents.js';
import { refundsOf } from '../books/refunds.js';
import type { Queryable } from '../database/open.js';
import { refundObject } from '../objects/refund.js';
import type { Params } from '../protocol/params.js';
import { missing } from '../protocol/stripe-error.js';
import { readLimit } from './list-intents.js';

/** GET /v1/refunds (Stripe docs: "List all refunds"), those of one intent: newest first. */
export function listRefunds(db: Queryable, params: Params) {
  const limit = readLimit(params);
  const intent = params.text('payment_intent');
  if (intent === undefined) throw missing('payment_intent');
  params.assertAllRead();

  return async () => {
    const { id } = await getIntent(db, intent);
    const rows = await refundsOf(db, id, limit + 1);
    return {
      object: 'list',
      data: rows.slice(0, limit).map(refundObject),
      has_more: rows.length > limit,
      url: '/v1/refunds',
    };
  };
}
