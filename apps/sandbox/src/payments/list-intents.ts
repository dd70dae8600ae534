import { INTENT_COLUMNS, type Intent } from '../books/intents.js';
import type { Queryable } from '../database/open.js';
import { expanded, readExpand } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import type { Params } from '../protocol/params.js';
import { invalid, noSuch } from '../protocol/stripe-error.js';

const PAGE = 10;
const MAX_PAGE = 100;
const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** GET /v1/payment_intents (Stripe docs: "List all PaymentIntents"): newest first. */
export function listIntents(db: Queryable, params: Params) {
  const limit = readLimit(params);
  const after = params.text('starting_after') ?? null;
  const created = readCreated(params);
  const expand = readExpand(params, 'payment_intent', 'data.');
  params.assertAllRead();

  return async () => {
    const seq = after === null ? null : await positionOf(db, after);
    const conditions = created.map(({ sign }, index) => `and created ${sign} $${index + 3}`);
    const { rows } = await db.query<Intent>(
      `select ${INTENT_COLUMNS} from sandbox.payment_intents
       where ($1::bigint is null or seq < $1) ${conditions.join(' ')} order by seq desc limit $2`,
      [seq, limit + 1, ...created.map(({ seconds }) => seconds)],
    );
    const page = rows.slice(0, limit).map((row) => expanded(db, intentObject(row), expand));
    return {
      object: 'list',
      data: await Promise.all(page),
      has_more: rows.length > limit,
      url: '/v1/payment_intents',
    };
  };
}

/** `limit`, 1 to 100, 10 without a word. */
export function readLimit(params: Params): number {
  const limit = params.integer('limit', 1) ?? PAGE;
  if (limit <= MAX_PAGE) return limit;
  const message = `This value must be less than or equal to ${MAX_PAGE}.`;
  throw invalid(message, { param: 'limit', code: 'parameter_invalid_integer' });
}

// `created` is either one moment or an object of bounds.
function readCreated(params: Params): { sign: string; seconds: number }[] {
  if (!params.hasFields('created')) {
    const seconds = params.integer('created', 0);
    return seconds === undefined ? [] : [{ sign: '=', seconds }];
  }
  const bounds = params.nested('created');
  return Object.entries(COMPARISONS).flatMap(([name, sign]) => {
    const seconds = bounds?.integer(name, 0);
    return seconds === undefined ? [] : [{ sign, seconds }];
  });
}

async function positionOf(db: Queryable, id: string): Promise<number> {
  const { rows } = await db.query<{ seq: number }>(
    'select seq from sandbox.payment_intents where id = $1',
    [id],
  );
  if (!rows[0]) throw noSuch('payment_intent', id, 'starting_after');
  return rows[0].seq;
}
