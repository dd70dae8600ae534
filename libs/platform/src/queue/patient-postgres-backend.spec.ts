import type { Queue, Worker } from 'bullmq';
import { createTestDatabase, serverUrl, type TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { sql } from '../../../../test/support/sql.js';
import { bullBackend } from './bull-backend.js';

describe('a queue on a server that takes no connections when it starts', () => {
  let database: TestDatabase;
  const open: (Queue | Worker)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await database.drop();
  });

  const takesConnections = (yes: boolean) => sql(serverUrl(), `alter database ${new URL(database.url).pathname.slice(1)} with allow_connections ${yes}`);

  it('leaves its process to others meanwhile, and works when the server does', async () => {
    await takesConnections(false);
    const bull = bullBackend({ kind: 'postgres', url: database.url });
    const done: unknown[] = [];
    const refusals: string[] = [];
    const queue = bull.queue('mail');
    const worker = bull.worker('mail', (job) => Promise.resolve(void done.push(job.data)));
    open.push(queue, worker);
    for (const one of [queue, worker] as Queue[]) one.on('error', ({ message }) => refusals.push(message));
    await eventually(() => expect(refusals.length).toBeGreaterThan(2));

    await takesConnections(true);
    await eventually(() => queue.add('note', { n: 1 }));

    await eventually(() => expect(done).toEqual([{ n: 1 }]));
    expect(refusals.length).toBeLessThan(100);
    for (const refusal of refusals) expect(refusal).toContain('not currently accepting connections');
  });
});
