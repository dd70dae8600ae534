import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 50;

/** Repeats the checks until they hold; fails with what they said last once the time is over. */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(ASK_AGAIN_MS);
    }
  }
}
