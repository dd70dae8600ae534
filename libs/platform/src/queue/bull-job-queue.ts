import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { type BullBackend } from './bull-backend.js';
import { JobQueue, type JobRequest, type QueueName } from '../kernel/index.js';
import { TRIES } from './handlers.js';
import { atMost } from '../persistence/at-most.js';
import { BULL, LOGGER } from '../tokens.js';

const CLOSE_MS = 5_000;

/** Twelve tries over some eight hours; what fails then stays as a dead letter until somebody looks. */
const POLICY = {
  attempts: TRIES,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: { age: 3_600, count: 10_000 },
  removeOnFail: false,
} as const;

@Injectable()
export class BullJobQueue extends JobQueue implements OnApplicationShutdown {
  readonly #queues = new Map<QueueName, Queue>();

  constructor(
    @Inject(BULL) private readonly bull: BullBackend,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async add(jobs: readonly JobRequest[]): Promise<void> {
    for (const [name, requests] of Map.groupBy(jobs, (job) => job.queue)) {
      await this.queue(name).addBulk(
        requests.map((job) => ({ name: job.name, data: job.data, opts: { ...POLICY, ...(job.id ? { jobId: job.id } : {}) } })),
      );
    }
  }

  queue(name: QueueName): Queue {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = this.bull.queue(name);
      queue.on('error', (error: Error) => this.logger.warn({ err: error, queue: name }, 'queue connection'));
      this.#queues.set(name, queue);
    }
    return queue;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => atMost(CLOSE_MS, queue.close())));
  }
}
