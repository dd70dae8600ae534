import { monitorEventLoopDelay } from 'node:perf_hooks';

const EVERY_MS = 20;
/** Long enough for one pause (a collection of garbage, a large import) to be one of many samples. */
const WINDOW_MS = 5_000;
const NANOSECONDS = 1e6;

/** How late this process gets to what is due, in windows of some seconds. */
export class LoopLag {
  readonly #delays = monitorEventLoopDelay({ resolution: EVERY_MS });
  readonly #window: NodeJS.Timeout;
  #last = 0;

  constructor() {
    this.#delays.enable();
    this.#window = setInterval(() => {
      if (this.#delays.count > 0) this.#last = Math.max(0, this.#delays.percentile(90) / NANOSECONDS - EVERY_MS);
      this.#delays.reset();
    }, WINDOW_MS).unref();
  }

  /** The 90th percentile of the last whole window, in milliseconds: one long pause is not a process that cannot keep up, and what it did to start is over. */
  get p90Ms(): number {
    return Math.round(this.#last);
  }

  stop(): void {
    clearInterval(this.#window);
    this.#delays.disable();
  }
}
