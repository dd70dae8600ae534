import type { INestApplicationContext, Type } from '@nestjs/common';
import { Redis } from 'ioredis';
import { eventually } from '../../../../test/support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { type RedisServer, startRedis } from '../../../../test/support/redis.js';
import { sql } from '../../../../test/support/sql.js';
import { JobQueue, newId, UnitOfWork } from '../kernel/index.js';
import { EventDispatcher } from '../outbox/event-dispatcher.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import type { QueueBackend } from './bull-backend.js';
import { BullJobQueue } from './bull-job-queue.js';
import { consumer, handler, schedule, startWorker } from './worker-under-test.js';

interface Backend {
  queue(databaseUrl: string): QueueBackend;
  /** Loses everything that the queue knows. */
  lose(databaseUrl: string): Promise<unknown>;
}

const HAPPENED = 'test.happened.v1';
const redis: RedisServer | undefined = await startRedis();
afterAll(() => redis?.stop());

const postgres: Backend = {
  queue: (url) => ({ kind: 'postgres', url }),
  lose: async (url) => {
    const tables = await sql<{ name: string }>(url, `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename !~ 'migration'`);
    await eventually(() => sql(url, `truncate ${tables.map(({ name }) => name).join(', ')}`)); // The workers go on, and lock them in another order.
  },
};
const onRedis: Backend = {
  queue: () => ({ kind: 'redis', url: redis!.url }),
  lose: async () => {
    const client = new Redis(redis!.url);
    await client.flushall();
    await client.quit();
  },
};

if (!redis) it.todo('the queues on Redis: this machine has neither redis-server nor valkey-server');

describe.each<[string, Backend]>([['PostgreSQL', postgres], ...(redis ? [['Redis', onRedis] as [string, Backend]] : [])])('the queues on %s', (_, backend) => {
  let database: TestDatabase;
  let running: INestApplicationContext[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.map((app) => app.close()));
    running = [];
    if (backend === onRedis) await backend.lose('');
    await database.drop();
    // Closing after every connection was cut is bounded, but slow.
  }, 60_000);

  async function worker(...providers: Type[]): Promise<INestApplicationContext> {
    const app = await startWorker(database.url, backend.queue(database.url), providers);
    running.push(app);
    return app;
  }
  const add = (app: INestApplicationContext, n: number | string, id?: string) => app.get(JobQueue, { strict: false }).add([{ queue: 'mail', name: 'note', data: { n }, id }]);
  const happen = (app: INestApplicationContext) => {
    const work = app.get(UnitOfWork, { strict: false });
    return work.run(() => Promise.resolve(work.record([{ type: HAPPENED, subject: newId('ord'), version: 1, payload: {} }])));
  };
  const inbox = (name: string) => sql(database.url, 'select message_id from platform.inbox where consumer = $1', [name]);
  const relayOf = (app: INestApplicationContext) => app.get(OutboxRelay, { strict: false });

  describe('jobs', () => {
    it('are done, one that throws is tried again after a pause, and a poisoned one holds nobody up', async () => {
      const tries: { n: unknown; attempt: number; at: number }[] = [];
      const app = await worker(
        handler('mail', 'note', ({ data: { n }, attempt }) => {
          tries.push({ n, attempt, at: Date.now() });
          if (n === 'poison' || (n === 'flaky' && attempt === 1)) throw new Error('not now');
        }),
      );
      const of = (n: unknown) => tries.filter((one) => one.n === n);

      for (const n of ['poison', 'flaky', 1, 2, 3]) await add(app, n);

      await eventually(() => expect([of(1).length, of(2).length, of(3).length, of('flaky').length]).toEqual([1, 1, 1, 2]));
      const [first, second] = of('flaky');
      expect([first!.attempt, second!.attempt]).toEqual([1, 2]);
      expect(second!.at - first!.at).toBeGreaterThan(400);
      expect(of('poison').length).toBeGreaterThan(0);
    });

    it('that fail say why, without the address of anybody', async () => {
      const app = await worker(handler('mail', 'note', () => Promise.reject(new Error('550 <ada@example.com>: no such user'))));

      await add(app, 1, 'refused');

      const queue = app.get(BullJobQueue, { strict: false }).queue('mail');
      const failed = await eventually(async () => {
        const job = await queue.getJob('refused');
        expect(job?.stacktrace).toHaveLength(1);
        return job!;
      });
      expect(JSON.stringify(failed)).toContain('550 <[address]>: no such user');
      expect(JSON.stringify([failed, failed.stacktrace])).not.toContain('ada@example.com');
    });

    it('with the same id are one job', async () => {
      const done: unknown[] = [];
      const app = await worker(handler('mail', 'note', ({ data: { n } }) => void done.push(n)));

      await Promise.all([1, 2, 3].map((n) => add(app, n, 'the-same')));
      await eventually(() => expect(done).toHaveLength(1));
      await add(app, 4, 'the-same');
      await add(app, 'last');

      await eventually(() => expect(done).toContain('last'));
      expect(done).toHaveLength(2);
    });

    it('run as many at a time as the queue has hands', async () => {
      let [now, most, done] = [0, 0, 0];
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const app = await worker(
        handler('mail', 'note', async () => {
          most = Math.max(most, ++now);
          await gate;
          now--;
          done++;
        }),
      );

      for (let n = 1; n <= 9; n++) await add(app, n);
      await eventually(() => expect(now).toBe(4));
      open();

      await eventually(() => expect(done).toBe(9));
      expect(most).toBe(4);
    });

    it('under way are finished when the worker closes', async () => {
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const steps: string[] = [];
      const app = await worker(
        handler('mail', 'note', async () => {
          steps.push('begun');
          await gate;
          steps.push('finished');
        }),
      );
      await add(app, 1);
      await eventually(() => expect(steps).toEqual(['begun']));

      const closed = app.close().then(() => steps.push('closed'));
      running = [];
      open();
      await closed;

      expect(steps).toEqual(['begun', 'finished', 'closed']);
    });

    it('on a schedule run once for two workers', async () => {
      const runs: number[] = [];
      const tick = () => schedule('tick', 300, () => void runs.push(Date.now()));
      await Promise.all([worker(tick()), worker(tick())]);

      await eventually(() => expect(runs.length).toBeGreaterThanOrEqual(6));

      // Twice as many would take half the time.
      expect(runs[5]! - runs[0]!).toBeGreaterThan(1_100);
    });
  });

  describe('events', () => {
    it('reach a consumer once, also when they are dispatched twice at once', async () => {
      const seen: string[] = [];
      const app = await worker(consumer('test.a', HAPPENED, ({ id }) => void seen.push(id)));
      await happen(app);
      await eventually(() => expect(seen).toHaveLength(1));

      await sql(database.url, 'delete from platform.inbox');
      const dispatcher = app.get(EventDispatcher, { strict: false });
      await Promise.all(Array.from({ length: 5 }, () => dispatcher.handle({ id: 'j', data: { id: seen[0]! }, attempt: 1 })));

      expect(seen).toHaveLength(2);
      expect(await inbox('test.a')).toHaveLength(1);
    });

    it('are tried again for the consumer that throws, and for no other', async () => {
      const [bad, good]: [number[], number[]] = [[], []];
      const app = await worker(
        consumer('test.bad', HAPPENED, () => {
          if (bad.push(1) < 3) throw new Error('not now');
        }),
        consumer('test.good', HAPPENED, () => void good.push(1)),
      );

      await happen(app);
      await eventually(() => expect(good).toHaveLength(1));
      await eventually(async () => expect(await inbox('test.bad')).toHaveLength(1));

      expect([bad.length, good.length]).toEqual([3, 1]);
    });

    it('survive the loss of the whole queue, also weeks later', async () => {
      let isDown = true;
      const seen: string[] = [];
      const app = await worker(
        consumer('test.a', HAPPENED, ({ id }) => {
          if (isDown) throw new Error('not now');
          seen.push(id);
        }),
      );
      for (let n = 1; n <= 5; n++) await happen(app);
      await eventually(async () => expect(await sql(database.url, 'select id from platform.outbox where published_at is null')).toEqual([]));

      await backend.lose(database.url).then(() => (isDown = false));
      await sql(database.url, `update platform.outbox set published_at = now() - interval '28 days' where id in (select id from platform.outbox where type = $1 order by id desc limit 2)`, [HAPPENED]);
      await eventually(async () => {
        await relayOf(app).republishLost(0);
        expect(new Set(seen).size).toBe(5);
      });

      expect(seen).toHaveLength(5);
      expect(await relayOf(app).republishLost(0)).toBe(0);
    });

    it('go out once with two workers, and all of them', async () => {
      const seen: string[] = [];
      const listen = () => consumer('test.a', HAPPENED, ({ id }) => void seen.push(id));
      const [one, two] = await Promise.all([worker(listen()), worker(listen())]);

      await Promise.all(Array.from({ length: 30 }, (_, n) => happen(n % 2 ? one : two)));

      await eventually(() => expect(new Set(seen).size).toBe(30));
      expect(seen).toHaveLength(30);
    });

    it('go on after the relay lost its connection, and with it all others', async () => {
      const seen: string[] = [];
      const app = await worker(consumer('test.a', HAPPENED, ({ id }) => void seen.push(id)));
      await happen(app);
      await eventually(() => expect(seen).toHaveLength(1));

      await sql(database.url, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
      await eventually(() => happen(app));

      await eventually(() => expect(new Set(seen).size).toBe(2));
    });
  });
});
