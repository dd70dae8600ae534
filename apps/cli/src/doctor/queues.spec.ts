import { Redis } from 'ioredis';
import { bullBackend } from '@holdfast/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { type RedisServer, startRedis } from '../../../../test/support/redis.js';
import { queueFindings } from './queues.js';

const redis: RedisServer | undefined = await startRedis();
afterAll(() => redis?.stop());

describe('queues in PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('are reached', async () => {
    expect(await queueFindings({ kind: 'postgres', url: database.url })).toMatchObject([{ check: 'queues.reachable', state: 'ok' }]);
  });

  it('tell of jobs that failed for good', async () => {
    const bull = bullBackend({ kind: 'postgres', url: database.url });
    const [queue, worker] = [bull.queue('mail'), bull.worker('mail', () => Promise.reject(new Error('no')))];
    const failed = new Promise((failing) => worker.once('failed', failing));
    await queue.add('a', {}, { attempts: 1 });
    await failed;
    await Promise.all([queue.close(), worker.close()]);

    expect((await queueFindings({ kind: 'postgres', url: database.url }))[1]).toMatchObject({ check: 'queues.failed', state: 'warning', says: expect.stringContaining('1 of mail') });
  });
});

(redis ? describe : describe.skip)('queues in Redis', () => {
  it('are reached, and jobs are kept as long as Redis throws nothing away', async () => {
    const client = new Redis(redis!.url);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    const kept = await queueFindings({ kind: 'redis', url: redis!.url });
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const thrown = await queueFindings({ kind: 'redis', url: redis!.url });
    client.disconnect();

    expect(kept.map(({ check, state }) => [check, state])).toEqual([['queues.reachable', 'ok'], ['queues.eviction', 'ok']]);
    expect(thrown[1]).toMatchObject({ state: 'warning', says: expect.stringContaining('allkeys-lru') });
  });

  it('that cannot be reached are a fault', async () => {
    const found = await queueFindings({ kind: 'redis', url: 'redis://127.0.0.1:2' });

    expect(found).toMatchObject([{ check: 'queues.reachable', state: 'fault', todo: expect.stringContaining('REDIS_URL') }]);
  });
});
