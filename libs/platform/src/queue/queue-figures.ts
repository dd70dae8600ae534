import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Metrics, type QueueName, type Reading } from '../kernel/index.js';
import { BullJobQueue } from './bull-job-queue.js';

const QUEUES: readonly QueueName[] = ['events', 'imports', 'mail', 'schedules'];
const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** What waits in the queues, and for how long. */
@Injectable()
export class QueueFigures {
  constructor(
    metrics: Metrics,
    private readonly queues: BullJobQueue,
  ) {
    metrics.figures({
      name: 'queues',
      gauges: [
        { name: 'holdfast_queue_jobs', help: 'Jobs by queue and state. Those that failed were given up: they wait for people.', labels: ['queue', 'state'] },
        { name: 'holdfast_queue_oldest_due_job_age_seconds', help: 'How long the job that waits longest has been due; 0 where none is.', labels: ['queue'] },
      ],
      read: async () => {
        const read = await Promise.all(QUEUES.map((queue) => this.#read(queue)));
        return { holdfast_queue_jobs: read.flatMap(({ jobs }) => jobs), holdfast_queue_oldest_due_job_age_seconds: read.map(({ age }) => age) };
      },
    });
  }

  async #read(name: QueueName): Promise<{ readonly jobs: readonly Reading[]; readonly age: Reading }> {
    const queue = this.queues.queue(name);
    // The first of each is due first, or was.
    const [counts, waiting, delayed] = await Promise.all([queue.getJobCounts(...STATES), queue.getJobs('waiting', 0, 0, true), queue.getJobs('delayed', 0, 0, true)]);
    // The queue's time is that of the machine, also where the shop's is moved.
    const now = Date.now();
    const ages = [...waiting, ...delayed].map((job) => (now - dueAt(job as Job)) / 1_000);
    return {
      jobs: STATES.map((state) => ({ value: counts[state] ?? 0, labels: { queue: name, state } })),
      age: { value: Math.max(0, ...ages), labels: { queue: name } },
    };
  }
}

/** In milliseconds since 1970: a job that failed waits from its last try on. */
const dueAt = ({ processedOn, timestamp, delay }: Job): number => (processedOn ?? timestamp) + delay;
