import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { bullBackend, type QueueBackend } from '@holdfast/platform';
import { fault, type Finding, ok, warning } from './finding.js';

const QUEUES = ['events', 'imports', 'mail', 'schedules'] as const;
const ANSWER_MS = 5_000;

/** Whether the queues can be reached, and what lies dead in them. */
export async function queueFindings(backend: QueueBackend): Promise<Finding[]> {
  const where = backend.kind === 'redis' ? 'Redis' : 'PostgreSQL';
  try {
    const counts = await within(ANSWER_MS, failedJobs(backend));
    const dead = Object.entries(counts).filter(([, failed]) => failed > 0);
    return [
      ok('queues.reachable', `The queues in ${where} can be reached.`),
      ...(dead.length > 0 ? [warning('queues.failed', `Jobs that were tried often enough and failed: ${dead.map(([name, failed]) => `${failed} of ${name}`).join(', ')}.`, 'Look into the logs of the workers for "job failed".')] : []),
      ...(backend.kind === 'redis' ? [await within(ANSWER_MS, evictionFinding(backend.url))] : []),
    ];
  } catch (error) {
    const todo = backend.kind === 'redis' ? 'Start it, or correct REDIS_URL. Checkouts go on meanwhile; mails and imports wait.' : 'Run: holdfast migrate';
    return [fault('queues.reachable', `The queues in ${where} cannot be reached: ${(error as Error).message}`, todo)];
  }
}

async function failedJobs(backend: QueueBackend): Promise<Record<string, number>> {
  const bull = bullBackend(backend);
  const queues = QUEUES.map((name) => bull.queue(name).on('error', () => undefined));
  try {
    return Object.fromEntries(await Promise.all(queues.map(async (queue) => [queue.name, await queue.getFailedCount()] as const)));
  } finally {
    void Promise.allSettled(queues.map((queue) => queue.close()));
  }
}

/** A Redis that throws keys away under pressure throws jobs away. */
async function evictionFinding(url: string): Promise<Finding> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
    if (policy === 'noeviction') return ok('queues.eviction', 'Redis keeps all jobs (maxmemory-policy noeviction).');
    return warning('queues.eviction', `Redis may throw jobs away (maxmemory-policy ${policy}); they are queued again a minute later.`, 'Set maxmemory-policy to noeviction.');
  } finally {
    redis.disconnect();
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = pause(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`no answer within ${ms / 1_000} s`);
  });
  timer.catch(() => undefined);
  try {
    return await Promise.race([work, timer]);
  } finally {
    late.abort();
  }
}
