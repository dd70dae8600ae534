/** Queues, each worked by every worker process. */
export type QueueName = 'events' | 'imports' | 'mail' | 'schedules';

export interface JobRequest {
  readonly queue: QueueName;
  /** Which handler does it. */
  readonly name: string;
  /** Ids only: jobs are readable by whoever operates the queue. */
  readonly data: Readonly<Record<string, unknown>>;
  /** A job with the id of one that is still kept is not added again. No colon, not digits alone. */
  readonly id?: string;
}

/**
 * Hands work to the worker processes, at least once: a handler may see a job twice and has to bear it. The queue is never
 * the only place where work is known; losing all of it loses nothing, because jobs are derived from PostgreSQL.
 */
export abstract class JobQueue {
  abstract add(jobs: readonly JobRequest[]): Promise<void>;
}
