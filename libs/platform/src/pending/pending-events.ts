import { Injectable } from '@nestjs/common';
import { PendingWork, type PendingStep, type Purchase, toId, toUuid } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { TellsPendingWork } from './all-pending-work.js';

const OPEN = statement(
  'platform.pending-events',
  `select o.id, o.type, o.occurred_at, o.published_at, null as consumer, null as reason, null as died_at from platform.outbox o
    where o.subject = any($1::uuid[]) and o.published_at is null
   union all
   select o.id, o.type, o.occurred_at, o.published_at, s.consumer, d.reason, d.died_at
     from platform.outbox o join platform.subscriptions s on s.type = o.type and o.occurred_at >= s.since
     left join platform.dead_deliveries d on d.consumer = s.consumer and d.message_id = o.id
    where o.subject = any($1::uuid[]) and o.published_at is not null
      and not exists (select from platform.inbox i where i.consumer = s.consumer and i.message_id = o.id)
   limit 100`,
);

interface Row {
  readonly id: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly published_at: string | null;
  readonly consumer: string | null;
  readonly reason: string | null;
  readonly died_at: string | null;
}

/** Events that nobody has handed over, or that did not arrive. */
@Injectable()
@TellsPendingWork()
export class PendingEvents extends PendingWork {
  constructor(private readonly database: Database) {
    super();
  }

  async about({ checkout, order }: Purchase): Promise<PendingStep[]> {
    const rows = await this.database.query<Row>(OPEN, [[checkout, ...(order ? [order] : [])].map(toUuid)]);
    return rows.map(stepOf);
  }
}

function stepOf({ id, type, occurred_at: at, published_at: published, consumer, reason, died_at: died }: Row): PendingStep {
  const step = { about: toId('evt', id), since: new Date(died ?? published ?? at), nextAt: null };
  if (!published) return { ...step, what: 'event-unpublished', next: 'worker', advice: `${type} waits for the relay of a worker. Does one run, and does it reach the queue?` };
  if (!died) return { ...step, what: 'event-undelivered', next: 'worker', advice: `${consumer} has not heard of ${type} yet: it is tried again with growing pauses.` };
  return { ...step, what: 'event-given-up', next: 'staff', advice: `${consumer} could not take ${type} (${reason}). Mend that, then try it again: POST /v1/ops/dead-letters/events.ob-${toId('evt', id)}/retries.` };
}
