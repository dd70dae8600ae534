import type { Queryable } from '../database/open.js';
import { readLimit } from '../payments/list-intents.js';
import type { Params } from '../protocol/params.js';
import { noSuch } from '../protocol/stripe-error.js';
import { eventObject, type EventRow } from './event-object.js';

/** Whether an event reached the endpoint with every delivery that it has. */
const DELIVERED = `not exists (select from sandbox.deliveries d
  where d.event = e.id and d.state <> 'delivered')`;

/** GET /v1/events (Stripe docs: "List all events"): newest first. */
export function listEvents(db: Queryable, params: Params) {
  const limit = readLimit(params);
  const after = params.text('starting_after') ?? null;
  const delivered = params.flag('delivery_success') ?? null;
  const type = params.text('type') ?? null;
  params.assertAllRead();

  return async () => {
    const seq = after === null ? null : await positionOf(db, after);
    const { rows } = await db.query<EventRow>(
      `select id, type, created, payment_intent, object from sandbox.events e
       where gateway = 'stripe' and ($1::bigint is null or seq < $1) and ($2::text is null or type = $2)
         and ($3::boolean is null or $3 = (${DELIVERED})) order by seq desc limit $4`,
      [seq, type, delivered, limit + 1],
    );
    return {
      object: 'list',
      data: rows.slice(0, limit).map(eventObject),
      has_more: rows.length > limit,
      url: '/v1/events',
    };
  };
}

async function positionOf(db: Queryable, id: string): Promise<number> {
  const { rows } = await db.query<{ seq: number }>('select seq from sandbox.events where id = $1', [
    id,
  ]);
  if (!rows[0]) throw noSuch('event', id, 'starting_after');
  return rows[0].seq;
}
