import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { toId, toUuid, UnitOfWork } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { CONSUMES, type Consumption, type EventConsumer, HandlesJob, type Job, type JobHandler, type StoredEvent } from '../queue/handlers.js';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly subject_kind: string;
  readonly subject: string;
  readonly version: number;
  readonly payload: Record<string, unknown>;
  readonly request_id: string | null;
  readonly occurred_at: string;
}

const FIND = statement(
  'platform.event',
  `select id, type, subject_kind, subject, version, payload, request_id, occurred_at from platform.outbox where id = $1`,
);
const CONSUME = statement(
  'platform.consume',
  `insert into platform.inbox (consumer, message_id) values ($1, $2) on conflict do nothing returning message_id`,
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
      await this.#once(consumption.consumer, event, consumer).catch((error: unknown) => faults.push(error));
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
