import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import { JobQueue, toId } from '../kernel/index.js';
import { OUTBOX_CHANNEL } from '../persistence/commit-record.js';
import { atMost } from '../persistence/at-most.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import type { PlatformSettings } from '../platform-settings.js';
import { LOGGER, PLATFORM_SETTINGS } from '../tokens.js';
import { EventDispatcher } from './event-dispatcher.js';

const BATCH = 500;
const POLL_MS = 1_000;
const RETRY_MS = 2_000;
const END_MS = 2_000;
/** Any number: one relay at a time holds this advisory lock, so that events go out in order. */
const LEADER_LOCK = 4_850_611;

const UNPUBLISHED = statement('platform.unpublished', `select id, type from platform.outbox where published_at is null order by id limit ${BATCH}`);
const PUBLISHED = statement('platform.published', `update platform.outbox set published_at = now() where id = any($1::uuid[])`);
// Published a while ago, yet a subscriber has not got it: the queue lost the job. A job that still waits is not added twice. For as long as
// the inbox knows what arrived, less a day. Those of that time first: whoever looks for the first missing ones in the order of all events reads
// all of them when none is missing.
const LOST = statement(
  'platform.lost-events',
  `with published as materialized (
     select id, type from platform.outbox
      where published_at between now() - interval '29 days' and now() - make_interval(secs => $3) and type = any($2::text[])
   )
   select o.id from published o join unnest($1::text[], $2::text[]) as s(consumer, type) using (type)
    where not exists (select from platform.inbox i where i.consumer = s.consumer and i.message_id = o.id)
    order by o.id limit ${BATCH}`,
);

const jobOf = (uuid: string) => {
  const id = toId('evt', uuid);
  return { queue: 'events', name: 'dispatch-event', id: `ob-${id}`, data: { id } } as const;
};

/**
 * Hands committed events to the queue. Rows are taken by `published_at is null`, never by `id > last`: the order of ids is
 * not the order of commits. Woken by LISTEN; a slow poll stands behind it.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly dispatcher: EventDispatcher,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
  }

  /** Publishes what is waiting; answers how many events that were. */
  async publish(): Promise<number> {
    const rows = await this.database.query<{ id: string; type: string }>(UNPUBLISHED);
    if (rows.length === 0) return 0;
    if (FAILPOINTS) await failpoint('relay.read');
    const types = new Set(this.dispatcher.consumptions.flatMap(({ types }) => types));
    await this.queue.add(rows.filter(({ type }) => types.has(type)).map(({ id }) => jobOf(id)));
    if (FAILPOINTS) await failpoint('relay.queued');
    await this.database.query(PUBLISHED, [rows.map(({ id }) => id)]);
    if (FAILPOINTS) await failpoint('relay.marked');
    return rows.length;
  }

  /** Queues again what was published more than `afterSeconds` ago and never arrived. */
  async republishLost(afterSeconds = 60): Promise<number> {
    const pairs = this.dispatcher.consumptions.flatMap(({ consumer, types }) => types.map((type) => ({ consumer, type })));
    if (pairs.length === 0) return 0;
    const rows = await this.database.query<{ id: string }>(LOST, [pairs.map((p) => p.consumer), pairs.map((p) => p.type), afterSeconds]);
    await this.queue.add(rows.map(({ id }) => jobOf(id)));
    return rows.length;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const client = new pg.Client({ connectionString: this.settings.databaseUrl, keepAlive: true });
      try {
        await this.#lead(client);
      } catch (error) {
        if (!this.#stopping) this.logger.warn({ err: error }, 'outbox relay pauses');
      } finally {
        await atMost(END_MS, client.end());
      }
      if (!this.#stopping) await this.#pause(RETRY_MS);
    }
  }

  async #lead(client: pg.Client): Promise<void> {
    let broken: Error | undefined;
    client.on('error', (error) => {
      broken = error;
      this.#wake();
    });
    client.on('notification', () => this.#wake());
    await client.connect();
    const { rows } = await client.query<{ leads: boolean }>('select pg_try_advisory_lock($1) as leads', [LEADER_LOCK]);
    if (!rows[0]?.leads) return;
    await client.query(`listen ${OUTBOX_CHANNEL}`);
    await this.dispatcher.stateSubscriptions();
    while (!this.#stopping) {
      if (broken) throw broken;
      if ((await this.publish()) < BATCH) await this.#pause(POLL_MS);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopping) this.#wake();
    });
  }
}
