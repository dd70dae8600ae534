import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process says of itself when it is asked. */
export interface Vitals {
  /** Bytes that are left after everything unused was collected. */
  readonly heap: number;
  /** Open files and connections; Linux. */
  readonly files: number;
  /** Milliseconds that work had to wait for other work, at worst in 99 of 100 moments since it was asked before. */
  readonly delay: number;
}

export interface Question {
  readonly vitals: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

/** Loaded ahead of a program of the shop by those who want to look into it: it answers over the channel between parent and child. */
process.on('message', (message: Partial<Question>) => {
  if (message.vitals === undefined) return;
  const waited = delay.percentile(99) / 1_000_000;
  collect();
  const vitals: Vitals = { heap: process.memoryUsage().heapUsed, files: readdirSync('/proc/self/fd').length, delay: waited };
  process.send?.({ answer: message.vitals, vitals });
  // The collection was ours.
  delay.reset();
});
process.channel?.unref();
