import type { Queryable } from '../database/open.js';
import { listOfIntent } from '../payments/list-of-intent.js';
import type { Params } from '../protocol/params.js';
import { disputeObject, disputesOf } from './disputes.js';

/** GET /v1/disputes (Stripe docs: "List all disputes"), those of one intent. */
export const listDisputes = (db: Queryable, params: Params) => listOfIntent(db, params, { url: '/v1/disputes', rowsOf: disputesOf, shown: disputeObject });
