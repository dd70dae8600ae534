import type { INestApplicationContext, Type } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { Clock, JobQueue } from '../kernel/index.js';
import { BullJobQueue } from '../queue/bull-job-queue.js';
import { handler, schedule, startWorker } from '../queue/worker-under-test.js';
import { createLogger } from '../telemetry/logger.js';
import { TestClock } from './test-clock.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const nothing = (): Promise<void> => Promise.resolve();

describe('a worker whose clock is moved', () => {
  let database: TestDatabase;
  let running: INestApplicationContext[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.map((app) => app.close()));
    running = [];
    await database.drop();
  }, 60_000);

  async function worker(...providers: Type[]): Promise<TestClock> {
    const app = await startWorker(database.url, { kind: 'postgres', url: database.url }, providers);
    running.push(app);
    return app.get<TestClock>(Clock as never, { strict: false });
  }

  /** Daily work, and how often it was done; a mark that follows it through the same queue tells when no more of it can come. */
  async function workers(count: number) {
    const [daily, mark]: [number[], number[]] = [[], []];
    const jobs = () => [schedule('daily', DAY * 1_000, () => void daily.push(1)), schedule('mark', HOUR * 1_000, () => void mark.push(1))];
    const clocks = await Promise.all(Array.from({ length: count }, () => worker(...jobs())));
    // The queue takes the first turn of each at once, and with several workers sometimes another.
    const queue = running[0]!.get(BullJobQueue, { strict: false }).queue('schedules');
    await eventually(async () => {
      expect(Math.min(daily.length, mark.length)).toBeGreaterThan(0);
      expect(await queue.getJobCounts('waiting', 'active')).toEqual({ waiting: 0, active: 0 });
    });
    const runsAfter = async (seconds: number): Promise<number> => {
      const [before, marks] = [daily.length, mark.length];
      await clocks[0]!.advance(seconds, nothing);
      await eventually(() => expect(mark.length).toBe(marks + 1));
      return daily.length - before;
    };
    return { runsAfter };
  }

  it('does daily work once however many days passed, and not before a whole one has', async () => {
    const { runsAfter } = await workers(1);

    expect(await runsAfter(30 * DAY)).toBe(1);
    expect(await runsAfter(13 * HOUR)).toBe(0);
    expect(await runsAfter(13 * HOUR)).toBe(1);
  });

  it('does it once for two workers', async () => {
    const { runsAfter } = await workers(2);

    expect([await runsAfter(DAY), await runsAfter(DAY), await runsAfter(DAY)]).toEqual([1, 1, 1]);
  });

  it('does what fell due while it was away', async () => {
    const runs: number[] = [];
    const daily = () => schedule('daily', DAY * 1_000, () => void runs.push(1));
    await worker(daily());
    await eventually(() => expect(runs).toHaveLength(1));
    await running.pop()!.close();
    const api = await TestClock.open(database.url, createLogger('silent', 'test'));
    await api.advance(2 * DAY, nothing);
    await api.beforeApplicationShutdown();

    await worker(daily());

    await eventually(() => expect(runs).toHaveLength(2));
  });

  it('tries again at once what waited for its next try', async () => {
    const tries: number[] = [];
    const clock = await worker(
      handler('mail', 'stubborn', ({ attempt }) => {
        tries.push(attempt);
        if (attempt < 11) throw new Error('not now');
      }),
    );
    await running[0]!.get(JobQueue, { strict: false }).add([{ queue: 'mail', name: 'stubborn', data: {} }]);

    // In real time the pauses between eleven tries are a quarter of an hour.
    await eventually(async () => {
      await clock.advance(HOUR, nothing);
      expect(tries).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    });
  });
});
