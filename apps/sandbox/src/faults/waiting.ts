import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits the given time; false when the process is closing before it is over. */
export async function waited(ms: number, closing: AbortSignal): Promise<boolean> {
  try {
    await pause(ms, undefined, { signal: closing });
    return true;
  } catch {
    return false;
  }
}

/** Returns when the client has gone, at the latest after the given time or when closing. */
export async function goneWithin(ms: number, socket: Socket, closing: AbortSignal): Promise<void> {
  if (socket.destroyed) return;
  const over = new AbortController();
  const signal = AbortSignal.any([closing, over.signal]);
  try {
    await Promise.race([once(socket, 'close', { signal }), pause(ms, undefined, { signal })]);
  } catch {
    // Closing: there is nothing left to wait for.
  } finally {
    over.abort();
  }
}
