import { createPostgresBackend } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a queue waits after a connection that failed, in milliseconds. */
const PAUSE_MS = 1_000;

/** What BullMQ keeps of its connection: that it is there, or (6.7.0) for ever that it once was not. */
interface Connecting {
  readyPromise?: Promise<void>;
  waitUntilReady(): Promise<void>;
}

/**
 * BullMQ's backend on PostgreSQL, for one whose first connection fails. BullMQ 6.7.0 keeps that failure: a server that was starting,
 * or had no connection to spare, leaves a queue that never works again, and a worker that asks again without a pause, so that
 * nothing else in its process has a turn. Here the failure is forgotten after a pause, and the next who asks connects anew.
 */
export const patientPostgresBackend: typeof createPostgresBackend = (...parameters) => {
  const backend = createPostgresBackend(...parameters);
  const { connection } = backend as unknown as { connection: Connecting };
  for (const one of [backend as unknown as Connecting, connection]) {
    const ready = one.waitUntilReady.bind(one);
    one.waitUntilReady = async () => {
      const waiting = ready();
      try {
        return await waiting;
      } catch (error) {
        await pause(PAUSE_MS);
        one.readyPromise = undefined;
        throw error;
      }
    };
  }
  return backend;
};
