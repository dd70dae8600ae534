import { getIntent } from '../books/intents.js';
import type { Queryable } from '../database/open.js';
import { readLimit } from '../payments/list-intents.js';
import type { Params } from '../protocol/params.js';
import { missing } from '../protocol/stripe-error.js';
import { disputeObject, disputesOf } from './disputes.js';

/** GET /v1/disputes (Stripe docs: "List all disputes"), those of one intent: newest first. */
export function listDisputes(db: Queryable, params: Params) {
  const limit = readLimit(params);
  const intent = params.text('payment_intent');
  if (intent === undefined) throw missing('payment_intent');
  params.assertAllRead();

  return async () => {
    const { id } = await getIntent(db, intent);
    const rows = await disputesOf(db, id, limit + 1);
    return {
      object: 'list',
      data: rows.slice(0, limit).map(disputeObject),
      has_more: rows.length > limit,
      url: '/v1/disputes',
    };
  };
}
