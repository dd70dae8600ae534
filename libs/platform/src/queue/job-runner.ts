import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Job as BullJob, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { withoutAddresses } from '../telemetry/logger.js';
import { withCorrelation } from '../telemetry/correlation.js';
import { atMost } from '../persistence/at-most.js';
import { BULL, LOGGER } from '../tokens.js';
import type { BullBackend } from './bull-backend.js';
import { BullJobQueue } from './bull-job-queue.js';
import { type HandledJob, HANDLES_JOB, type JobHandler } from './handlers.js';
import { type Durations, Metrics, type QueueName } from '../kernel/index.js';

const CONCURRENCY: Readonly<Record<QueueName, number>> = { events: 8, imports: 1, mail: 4, schedules: 4 };
/** Schedules live in the queue's store; they are stated again in case that was lost. */
const RESTATE_MS = 30_000;
const FINISH_MS = 10_000;
/** When a job whose worker died is given to another. Proofs kill workers often, and cannot move the clock of the queue. */
const STALLED = FAILPOINTS ? { lockDuration: 2_000, stalledInterval: 1_000 } : { lockDuration: 30_000, stalledInterval: 30_000 };

type Schedule = HandledJob & { readonly everyMs: number };

/** Runs the handlers that this process was composed of, one BullMQ worker per queue. */
@Injectable()
export class JobRunner implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #handlers = new Map<string, { job: HandledJob; handler: JobHandler }>();
  readonly #durations: Durations;
  #workers: Worker[] = [];
  #restating?: NodeJS.Timeout;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly queues: BullJobQueue,
    @Inject(BULL) private readonly bull: BullBackend,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#durations = metrics.durations({
      name: 'messaging_process_duration_seconds',
      help: 'How long jobs took, by queue and name. Those with an error_type failed, and are tried again or given up.',
      labels: ['messaging_system', 'messaging_destination_name', 'holdfast_job', 'error_type'],
    });
  }

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const job = metatype && (Reflect.getMetadata(HANDLES_JOB, metatype) as HandledJob | undefined);
      if (!job) continue;
      if (this.#handlers.has(job.name)) throw new Error(`Two handlers claim the job ${job.name}`);
      this.#handlers.set(job.name, { job, handler: instance as JobHandler });
    }
  }

  /** The work at intervals that this process does. */
  get schedules(): readonly Schedule[] {
    return [...this.#handlers.values()].flatMap(({ job }) => (job.everyMs ? [{ ...job, everyMs: job.everyMs }] : []));
  }

  async onApplicationBootstrap(): Promise<void> {
    const names = new Set([...this.#handlers.values()].map(({ job }) => job.queue));
    this.#workers = [...names].map((name) => this.worker(name));
    await this.stateSchedules();
    this.#restating = setInterval(() => void this.stateSchedules().catch((error: unknown) => this.logger.warn({ err: error }, 'schedules')), RESTATE_MS);
  }

  /** Jobs under way are finished, within bounds; nothing new is taken. What is cut off is done again by another worker. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#restating);
    await Promise.all(this.#workers.map((worker) => this.finish(worker)));
  }

  private async finish(worker: Worker): Promise<void> {
    if (await atMost(FINISH_MS, worker.close())) return;
    this.logger.warn({ queue: worker.name }, 'worker did not finish in time');
    void worker.close(true);
  }

  private worker(name: QueueName): Worker {
    const worker = this.bull.worker(name, (job) => this.run(job), {
      concurrency: CONCURRENCY[name],
      ...STALLED,
      maxStalledCount: 5,
    });
    worker.on('error', (error) => this.logger.warn({ err: error, queue: name }, 'worker connection'));
    worker.on('failed', (job, error) => this.logger.error({ err: error, queue: name, job: job?.id, job_name: job?.name, attempt: job?.attemptsMade }, 'job failed'));
    return worker;
  }

  private async run(job: BullJob): Promise<void> {
    const found = this.#handlers.get(job.name);
    if (!found) throw new Error(`No handler for the job ${job.name}`);
    const id = job.id ?? job.name;
    const begun = performance.now();
    const ended = (failure: string): void =>
      this.#durations.observe((performance.now() - begun) / 1_000, {
        messaging_system: 'bullmq', messaging_destination_name: found.job.queue, holdfast_job: found.job.name, error_type: failure,
      });
    await withCorrelation({ requestId: `job_${id}`, actor: 'worker' }, () =>
      found.handler.handle({ id, data: job.data as Record<string, unknown>, attempt: job.attemptsMade + 1 }),
    ).catch((error: unknown) => {
      ended('_OTHER');
      throw kept(error);
    });
    ended('');
  }

  private async stateSchedules(): Promise<void> {
    for (const job of this.schedules) {
      await this.queues.queue(job.queue).upsertJobScheduler(job.name, { every: job.everyMs }, { name: job.name, opts: { attempts: 1, removeOnComplete: true, removeOnFail: { count: 100 } } });
    }
  }
}

/** The queue keeps why a job failed for as long as the job, and nobody would look there for the address that a mail server quoted. */
function kept(error: unknown): unknown {
  if (!(error instanceof Error) || withoutAddresses(error.message) === error.message) return error;
  const said = new Error(withoutAddresses(error.message));
  said.name = error.name;
  if (error.stack) said.stack = withoutAddresses(error.stack);
  return said;
}
