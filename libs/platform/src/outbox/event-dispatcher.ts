import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { toId, toUuid, UnitOfWork } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { traced } from '../telemetry/tracing.js';
import { CONSUMES, type Consumption, type EventConsumer, HandlesJob, type Job, type JobHandler, type StoredEvent, TRIES } from '../queue/handlers.js';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly subject_kind: string;
  readonly subject: string;
  readonly version: number;
  readonly payload: Record<string, unknown>;
  readonly request_id: string | null;
  readonly traceparent: string | null;
  readonly occurred_at: string;
}

const FIND = statement(
  'platform.event',
  `select id, type, subject_kind, subject, version, payload, request_id, traceparent, occurred_at from platform.outbox where id = $1`,
);
/** What was given up before is not dead any more. */
const CONSUME = statement(
  'platform.consume',
  `with revived as (delete from platform.dead_deliveries where consumer = $1 and message_id = $2)
   insert into platform.inbox (consumer, message_id) values ($1, $2) on conflict do nothing returning message_id`,
);
const GIVE_UP = statement(
  'platform.give-up',
  `insert into platform.dead_deliveries (consumer, message_id, reason) values ($1, $2, $3) on conflict (consumer, message_id) do update set reason = excluded.reason, died_at = now()`,
);
/** What nobody subscribes to any more is not waited for. */
const SUBSCRIBE = statement(
  'platform.subscribe',
  `with stated as (select * from unnest($1::text[], $2::text[]) as s(consumer, type)), gone as (
     delete from platform.subscriptions p where not exists (select from stated s where (s.consumer, s.type) = (p.consumer, p.type))
   )
   insert into platform.subscriptions (consumer, type) select consumer, type from stated on conflict do nothing`,
);

/** Brings one event to everybody in this project who subscribed to it, each exactly once. */
@Injectable()
@HandlesJob('events', 'dispatch-event')
export class EventDispatcher implements JobHandler, OnModuleInit {
  readonly #consumers: { consumption: Consumption; consumer: EventConsumer }[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly database: Database,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const consumption = metatype && (Reflect.getMetadata(CONSUMES, metatype) as Consumption | undefined);
      if (consumption) this.#consumers.push({ consumption, consumer: instance as EventConsumer });
    }
  }

  /** The subscriptions, for the relay: events that nobody subscribed to need no job. */
  get consumptions(): readonly Consumption[] {
    return this.#consumers.map(({ consumption }) => consumption);
  }

  /** Writes down who subscribed to what, so that it can be proved that every event arrived. */
  async stateSubscriptions(): Promise<void> {
    const pairs = this.consumptions.flatMap(({ consumer, types }) => types.map((type) => ({ consumer, type })));
    await this.database.query(SUBSCRIBE, [pairs.map(({ consumer }) => consumer), pairs.map(({ type }) => type)]);
  }

  async handle(job: Job): Promise<void> {
    const row = await this.database.first<Row>(FIND, [toUuid(job.data['id'] as string)]);
    if (!row) return;
    const event: StoredEvent = {
      id: toId('evt', row.id),
      type: row.type,
      subject: toId(row.subject_kind, row.subject),
      version: row.version,
      payload: row.payload,
      requestId: row.request_id ?? undefined,
      occurredAt: new Date(row.occurred_at),
    };
    if (FAILPOINTS) await failpoint('dispatch.taken');
    const faults: unknown[] = [];
    for (const { consumption, consumer } of this.#consumers) {
      if (!consumption.types.includes(event.type)) continue;
      try {
        await traced(`consume ${event.type}`, { kind: 'consumer', parent: row.traceparent, attributes: { 'messaging.system': 'holdfast', 'messaging.destination.name': event.type, 'messaging.consumer.group.name': consumption.consumer } }, () =>
          this.#once(consumption.consumer, event, consumer),
        );
      } catch (error) {
        faults.push(error);
        // The queue tries no more: from here on it waits for people, who read why.
        if (job.attempt >= TRIES) await this.database.query(GIVE_UP, [consumption.consumer, row.id, reasonOf(error)]);
      }
    }
    if (FAILPOINTS) await failpoint('dispatch.done');
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} consumers of ${event.type} failed`, { cause: faults[0] });
  }

  #once(name: string, event: StoredEvent, consumer: EventConsumer): Promise<void> {
    return this.work.run(async () => {
      const fresh = await this.database.first(CONSUME, [name, toUuid(event.id)]);
      if (!fresh) return;
      if (FAILPOINTS) await failpoint('dispatch.in-inbox');
      await consumer.consume(event);
      if (FAILPOINTS) await failpoint('dispatch.in-effect');
    });
  }
}

/** Names alone: messages of errors may quote what they failed on. */
function reasonOf(error: unknown): string {
  const { name, code, constraint } = error as { name?: unknown; code?: unknown; constraint?: unknown };
  const words = [name, code, constraint].filter((word) => typeof word === 'string' && word !== '');
  return words.join(' ').slice(0, 200) || 'Error';
}
