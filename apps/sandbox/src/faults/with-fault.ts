import type { Socket } from 'node:net';
import { apiError } from '../protocol/stripe-error.js';
import { goneWithin, waited } from './waiting.js';
import type { Script } from './script.js';

const HANG_LIMIT_MS = 60_000;

/** The client gets no answer: its connection is cut in the given manner. */
export class Severed extends Error {
  constructor(readonly manner: 'dropped' | 'hung' | 'reset') {
    super(`The connection was ${manner} on purpose`);
  }
}

/** What a fault may touch. */
export interface Surroundings {
  readonly socket: Socket;
  /** Aborted when the process ends, so that nobody waits for a fault. */
  readonly closing: AbortSignal;
}

/**
 * Carries out `work` the way the script wants it to go wrong:
 * `fail_before` answers 500 and does nothing; `reset` cuts the connection with a TCP reset and
 * does nothing; `hang` never answers and does nothing (the connection is cut after 60 s);
 * `delay` waits, then works as usual, even when the client has left;
 * `succeed_then_drop` and `succeed_then_500` work, and then the client does not learn of it.
 */
export async function withFault<T>(
  script: Script | undefined,
  { socket, closing }: Surroundings,
  work: () => Promise<T>,
): Promise<T> {
  switch (script?.fault) {
    case undefined:
      return work();
    case 'fail_before':
      throw apiError();
    case 'reset':
      throw new Severed('reset');
    case 'hang':
      await goneWithin(HANG_LIMIT_MS, socket, closing);
      throw new Severed('hung');
    case 'delay':
      if (!(await waited(script.delay_ms, closing))) throw new Severed('dropped');
      return work();
    case 'succeed_then_drop':
      await Promise.allSettled([work()]);
      throw new Severed('dropped');
    case 'succeed_then_500':
      await Promise.allSettled([work()]);
      throw apiError();
  }
}
