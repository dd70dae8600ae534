import { refundsOf } from '../books/refunds.js';
import type { Queryable } from '../database/open.js';
import { refundObject } from '../objects/refund.js';
import type { Params } from '../protocol/params.js';
import { listOfIntent } from './list-of-intent.js';

/** GET /v1/refunds (Stripe docs: "List all refunds"), those of one intent. */
export const listRefunds = (db: Queryable, params: Params) => listOfIntent(db, params, { url: '/v1/refunds', rowsOf: refundsOf, shown: refundObject });
