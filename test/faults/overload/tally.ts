import { Histogram } from '../../../bench/histogram.js';
import type { Response } from './connection.js';
import { type Counts, DEADLINE_MS, SLICE_MS, type StepFigures, type StreamName } from './messages.js';

/** What became of requests of one kind. */
class StreamTally {
  readonly latencies = new Histogram();
  readonly wrong: Record<string, number> = {};
  due = 0;
  shed = 0;
  late = 0;
  unsent = 0;

  get counts(): Counts {
    const { due, shed, late, unsent, wrong, latencies } = this;
    return { due, good: latencies.count, shed, late, unsent, wrong, p50: latencies.quantile(0.5), p99: latencies.quantile(0.99) };
  }
}

/** Counts what became of the requests of one step, by when they were due. */
export class Tally {
  readonly #streams = new Map<StreamName, StreamTally>();
  readonly #slices: { due: number; good: number }[] = [];
  readonly #sentLate = new Histogram();

  constructor(
    private readonly began: number,
    private readonly seconds: number,
  ) {}

  due(stream: StreamName, dueAt: number): void {
    this.#of(stream).due++;
    this.#slice(dueAt).due++;
  }

  sent(dueAt: number): void {
    this.#sentLate.record(Math.max(0, performance.now() - dueAt));
  }

  unsent(stream: StreamName): void {
    this.#of(stream).unsent++;
  }

  gaveUp(stream: StreamName): void {
    this.#of(stream).late++;
  }

  answered(stream: StreamName, dueAt: number, response: Response | undefined, isRight: boolean): void {
    const tally = this.#of(stream);
    const ms = performance.now() - dueAt;
    if (ms > DEADLINE_MS) tally.late++;
    else if (isRight) {
      tally.latencies.record(ms);
      this.#slice(dueAt).good++;
    } else if (response?.status === 503 && response.retryAfter && response.body.includes('"code":"overloaded"')) tally.shed++;
    else {
      const what = response === undefined ? 'connection' : String(response.status);
      tally.wrong[what] = (tally.wrong[what] ?? 0) + 1;
    }
  }

  figures(cpuMs: number): StepFigures {
    return {
      seconds: this.seconds,
      streams: Object.fromEntries([...this.#streams].map(([name, tally]) => [name, tally.counts])),
      slices: this.#slices.map(({ due, good }) => (due === 0 ? 1 : good / due)),
      cpu: cpuMs / 1_000 / this.seconds,
      sentLateP99: this.#sentLate.quantile(0.99),
    };
  }

  #of(stream: StreamName): StreamTally {
    const tally = this.#streams.get(stream) ?? new StreamTally();
    this.#streams.set(stream, tally);
    return tally;
  }

  #slice(dueAt: number): { due: number; good: number } {
    return (this.#slices[Math.floor((dueAt - this.began) / SLICE_MS)] ??= { due: 0, good: 0 });
  }
}
