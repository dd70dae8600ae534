import type { FigureSource, Reading } from '../kernel/index.js';
import { atMost } from '../persistence/at-most.js';

/** What was read serves all scrapes of so long. */
const FRESH_MS = 5_000;
/** And that it could not be read, of so long. */
const FAILED_MS = 1_000;
/** A scrape waits no longer than that; Prometheus gives up after ten seconds. */
const WITHIN_MS = 2_000;

export interface Display {
  show(readings: Readonly<Record<string, readonly Reading[]>>): void;
  hide(): void;
}

/** Reads a source for scrapes: seldom, one at a time, and without keeping a scrape waiting. What comes too late is shown to the next one. */
export class SourceOfFigures {
  #reading?: Promise<void>;
  #freshUntil = -Infinity;

  constructor(
    private readonly source: FigureSource,
    private readonly display: Display,
  ) {
    display.hide();
  }

  async refresh(): Promise<void> {
    if (!this.#reading && performance.now() < this.#freshUntil) return;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    if (!(await atMost(WITHIN_MS, this.#reading))) this.display.hide();
  }

  async #read(): Promise<void> {
    try {
      this.display.show(await this.source.read());
      this.#freshUntil = performance.now() + FRESH_MS;
    } catch {
      // The reason stands in the logs of what could not be reached; here it is enough that it is seen.
      this.display.hide();
      this.#freshUntil = performance.now() + FAILED_MS;
    }
  }
}
