import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { NotFound, type Page, type QueueName, SecurityLog } from '../kernel/index.js';
import { BullJobQueue } from './bull-job-queue.js';

/** Queues whose jobs wait for people once they were given up. Schedules run again by themselves. */
export const QUEUES_OF_PEOPLE = ['events', 'imports', 'mail'] as const satisfies readonly QueueName[];
type QueueOfPeople = (typeof QUEUES_OF_PEOPLE)[number];

/** A job that was tried as often as it may be. */
export interface DeadLetter {
  /** Its queue and its job, with a dot between them. */
  readonly id: string;
  readonly queue: QueueOfPeople;
  /** Which handler it is for. */
  readonly job: string;
  /** Ids of what it is about; never what these hold. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly attempts: number;
  readonly created_at: string;
  readonly failed_at: string | null;
}

/** What workers have given up, for people to try again or to let go. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly queues: BullJobQueue,
    private readonly securityLog: SecurityLog,
  ) {}

  /** The latest, of one queue or of all. */
  async list(limit: number, queue?: QueueOfPeople): Promise<Page<DeadLetter>> {
    const names = queue ? [queue] : QUEUES_OF_PEOPLE;
    const found = await Promise.all(names.map(async (name) => (await this.queues.queue(name).getFailed(0, limit)).map((job) => letterOf(name, job as Job))));
    const letters = found.flat().sort((one, other) => (other.failed_at ?? '').localeCompare(one.failed_at ?? ''));
    return { data: letters.slice(0, limit), page: { next_cursor: null, has_more: letters.length > limit } };
  }

  /** Has it tried as often as if it were new. @throws NotFound when nothing was given up under this id */
  async retry(id: string): Promise<DeadLetter> {
    const { letter, job } = await this.#find(id);
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    await this.securityLog.note({ event: 'dead-letter.retried', subject: id, details: { job: letter.job } });
    return letter;
  }

  /** Lets it go: nobody tries it again. That an event did not arrive stays known. @throws NotFound when nothing was given up under this id */
  async discard(id: string): Promise<void> {
    const { letter, job } = await this.#find(id);
    await job.remove();
    await this.securityLog.note({ event: 'dead-letter.discarded', subject: id, details: { job: letter.job } });
  }

  async #find(id: string): Promise<{ readonly letter: DeadLetter; readonly job: Job }> {
    const [, queue, key] = /^([a-z]+)\.(.+)$/s.exec(id) ?? [];
    const name = QUEUES_OF_PEOPLE.find((one) => one === queue);
    const job = name && (await this.queues.queue(name).getJob(key!));
    if (!job || !(await job.isFailed())) throw new NotFound();
    return { letter: letterOf(name, job as Job), job: job as Job };
  }
}

const timeOf = (ms: number): string => new Date(ms).toISOString();

const letterOf = (queue: QueueOfPeople, { id, name, data, failedReason, attemptsMade, timestamp, finishedOn }: Job): DeadLetter => ({
  id: `${queue}.${id}`, queue, job: name, data: data as Record<string, unknown>, reason: failedReason ?? '', attempts: attemptsMade,
  created_at: timeOf(timestamp), failed_at: finishedOn === undefined ? null : timeOf(finishedOn),
});
