import { Injectable } from '@nestjs/common';
import { type Counter, type DomainEvent, Metrics, newId, toUuid } from '../kernel/index.js';
import { correlation } from '../telemetry/correlation.js';
import { traceparentOf } from '../telemetry/tracing.js';
import { Database } from './database.js';
import { statement } from './statement.js';

/** The answer to keep for an idempotency key whose work is done. */
export interface FinishedKey {
  readonly scope: string;
  readonly key: string;
  readonly status: number;
  /** The sealed answer, see SealedAnswers. */
  readonly answer: Buffer;
}

/** Channel on which relays are woken. Announced after the commit: NOTIFY inside one would serialize all commits. */
export const OUTBOX_CHANNEL = 'holdfast_outbox';
const ANNOUNCE_EVERY_MS = 50;

const WRITE = statement(
  'platform.commit-record',
  `with done as (
     update platform.idempotency_keys k
        set state = 'done', status = f.status, answer = f.answer, finished_at = now()
       from unnest($9::text[], $10::text[], $11::int[], $12::bytea[]) as f(scope, key, status, answer)
      where k.scope = f.scope and k.key = f.key and k.state = 'in_progress'
   )
   insert into platform.outbox
          (id, type, subject_kind, subject, version, from_state, to_state, payload, request_id, traceparent, actor)
   select e.*, $14 from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::jsonb[], $13::text[], $15::text[])
       as e(id, type, subject_kind, subject, version, from_state, to_state, payload, request_id, traceparent)`,
);
const NOTIFY = statement('platform.announce', `select pg_notify($1, '')`);

/** What each transaction leaves behind besides its own changes: its events and finished idempotency keys. */
@Injectable()
export class CommitRecord {
  #announcing = false;

  readonly #committed: Counter;

  constructor(
    private readonly database: Database,
    metrics: Metrics,
  ) {
    this.#committed = metrics.counter({
      name: 'holdfast_events_committed_total',
      help: 'Events that this process committed, by type: orders placed, checkouts completed or expired, operations unknown, and all others.',
      labels: ['type'],
    });
  }

  /** One statement for both, inside the transaction; none when there is nothing to write. */
  async write(events: readonly DomainEvent[], finished: readonly FinishedKey[]): Promise<void> {
    if (events.length === 0 && finished.length === 0) return;
    const here = correlation();
    await this.database.send(WRITE, [
      events.map(() => toUuid(newId('evt'))),
      events.map((event) => event.type),
      events.map((event) => event.subject.slice(0, event.subject.lastIndexOf('_'))),
      events.map((event) => toUuid(event.subject)),
      events.map((event) => event.version),
      events.map((event) => event.from ?? null),
      events.map((event) => event.to ?? null),
      events.map((event) => JSON.stringify(event.payload)),
      finished.map((key) => key.scope),
      finished.map((key) => key.key),
      finished.map((key) => key.status),
      finished.map((key) => key.answer),
      events.map((event) => event.requestId ?? here?.requestId ?? null),
      here?.actor ?? null,
      events.map((event) => traceparentOf(event.requestId)),
    ]);
  }

  /** These events are true from now on. */
  committed(events: readonly DomainEvent[]): void {
    for (const { type } of events) this.#committed.add({ type });
    this.#announce();
  }

  /** Wakes the relays soon, at most once per 50 ms. Losing the call loses nothing: relays poll as well. */
  #announce(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    const timer = setTimeout(() => {
      this.#announcing = false;
      this.database.query(NOTIFY, [OUTBOX_CHANNEL]).catch(() => undefined);
    }, ANNOUNCE_EVERY_MS);
    timer.unref();
  }
}
