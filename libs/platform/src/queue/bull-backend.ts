import { createRedisBackend, type Queue, type Worker, type WorkerOptions, withBackend, type QueueOptions, type Processor } from 'bullmq';
import { patientPostgresBackend } from './patient-postgres-backend.js';

/** Where the queues live: PostgreSQL (schema `bullmq`), or Redis or Valkey. */
export type QueueBackend = { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'redis'; readonly url: string };

type Options<O> = Omit<O, 'connection'>;

/** BullMQ on either backend behind one pair of constructors; the rest of the project does not know which it is. */
export interface BullBackend {
  queue(name: string, options?: Options<QueueOptions>): Queue;
  worker(name: string, processor: Processor, options?: Options<WorkerOptions>): Worker;
}

export function bullBackend(backend: QueueBackend): BullBackend {
  if (backend.kind === 'postgres') {
    const { Queue: PgQueue, Worker: PgWorker } = withBackend(patientPostgresBackend);
    // Losing the last milliseconds of a queue loses nothing (the outbox has it), so its commits need not wait for the disk.
    const connection = { connectionString: backend.url, max: 4, options: '-c synchronous_commit=off' };
    return {
      queue: (name, options) => new PgQueue(name, { ...options, connection }) as unknown as Queue,
      worker: (name, processor, options) => new PgWorker(name, processor, { ...options, connection }) as unknown as Worker,
    };
  }
  const { Queue: RedisQueue, Worker: RedisWorker } = withBackend(createRedisBackend);
  return {
    // Producers fail at once when Redis is away; the relay tries again.
    queue: (name, options) =>
      new RedisQueue(name, { ...options, connection: { url: backend.url, enableOfflineQueue: false, maxRetriesPerRequest: 1 } }) as unknown as Queue,
    worker: (name, processor, options) =>
      new RedisWorker(name, processor, { ...options, connection: { url: backend.url, maxRetriesPerRequest: null } }) as unknown as Worker,
  };
}
