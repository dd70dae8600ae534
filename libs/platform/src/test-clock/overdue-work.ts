import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { Clock, type QueueName } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { BullJobQueue } from '../queue/bull-job-queue.js';
import { JobRunner } from '../queue/job-runner.js';
import { LOGGER } from '../tokens.js';
import { TestClock } from './test-clock.js';

const BEGIN = statement('platform.begin-turns', `insert into test_clock.turns (name, at) select name, now() from unnest($1::text[]) as s (name) on conflict (name) do nothing`);
// However many workers hear of a move, one of them takes a turn, and however many turns were skipped, it is one.
const TAKE = statement(
  'platform.take-turns',
  `update test_clock.turns t set at = now() from unnest($1::text[], $2::float8[]) as s (name, every)
    where t.name = s.name and t.at + s.every * interval '1 second' <= now() returning t.name`,
);
const RETRIED: readonly QueueName[] = ['events', 'imports', 'mail'];

/**
 * In test mode: what the queue would do by and by, done once the clock was moved over it. BullMQ itself stays in real time, with its locks: a
 * job under way must not be taken for one whose worker died.
 */
@Injectable()
export class OverdueWork implements OnApplicationBootstrap {
  #turn: Promise<void> = Promise.resolve();
  #offset = 0;

  constructor(
    private readonly clock: Clock,
    private readonly runner: JobRunner,
    private readonly queues: BullJobQueue,
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { clock } = this;
    if (!(clock instanceof TestClock)) return;
    await this.database.query(BEGIN, [this.runner.schedules.map(({ name }) => name)]);
    this.#offset = clock.offsetSeconds;
    const follow = (): void => {
      this.#turn = this.#turn.then(() => this.#catchUp(clock)).catch((error: unknown) => this.logger.warn({ err: error }, 'overdue work'));
    };
    clock.onMoved(follow);
    // The clock may have been moved while no worker ran.
    follow();
  }

  async #catchUp(clock: TestClock): Promise<void> {
    const skippedMs = (clock.offsetSeconds - this.#offset) * 1_000;
    this.#offset = clock.offsetSeconds;
    const { schedules } = this.runner;
    const due = await this.database.query<{ name: string }>(TAKE, [schedules.map(({ name }) => name), schedules.map(({ everyMs }) => everyMs / 1_000)]);
    const once = { attempts: 1, removeOnComplete: true, removeOnFail: { count: 100 } };
    await this.queues.queue('schedules').addBulk(due.map(({ name }) => ({ name, data: {}, opts: once })));
    for (const name of RETRIED) await this.#hasten(name, skippedMs);
  }

  /** Jobs that wait for their next try wait that much less. Two workers may both see to it: earlier does no harm. */
  async #hasten(queue: QueueName, skippedMs: number): Promise<void> {
    if (skippedMs === 0) return;
    const waiting = (await this.queues.queue(queue).getDelayed()) as Job[];
    for (const job of waiting) {
      const left = (job.processedOn ?? job.timestamp) + job.delay - Date.now() - skippedMs;
      // It may have been taken in the meantime.
      await (left > 0 ? job.changeDelay(left) : job.promote()).catch(() => undefined);
    }
  }
}
