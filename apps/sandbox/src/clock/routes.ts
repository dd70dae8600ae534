import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { invalid } from '../protocol/stripe-error.js';
import { moveClock, readClock } from './clock.js';
import { keepDeadlines } from './deadlines.js';

/** A hundred years. */
const MOST_SECONDS = 3_153_600_000;

/** The time of the sandbox: read, moved by seconds, or moved to an offset, where telling it twice moves it once. */
export function clockRoutes(app: FastifyInstance, context: SandboxContext): void {
  const { pool } = context;
  app.get('/_sandbox/clock', async () => readClock());
  app.post('/_sandbox/clock', (request) =>
    moveClock(pool, targetIn(request.body))
      .then(() => keepDeadlines(context))
      .then(readClock),
  );
}

function targetIn(body: unknown): (offset: number) => number {
  const { advance_seconds: by, offset_seconds: to } = (body ?? {}) as Record<string, unknown>;
  if (isSeconds(by) && to === undefined) return (offset) => Math.min(offset + by, MOST_SECONDS);
  if (isSeconds(to) && by === undefined) return () => to;
  throw invalid('The body must be {"advance_seconds": …} or {"offset_seconds": …}.');
}

const isSeconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MOST_SECONDS;
