import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { percentile } from '../../../apps/launcher/src/demo/crowd.js';

const PATHS = ['/livez', '/readyz', '/startupz'];
const EVERY_MS = 100;
/** As Kubernetes has it where nobody says otherwise. */
const TIMEOUT_MS = 1_000;

export interface Probed {
  readonly asked: number;
  readonly p99: number;
  readonly longest: number;
  /** What they were told but 200, and how often. */
  readonly failures: Readonly<Record<string, number>>;
}

/** A supervisor that asks all probes ten times a second, as one with a timeout of a second would. */
export class Probes {
  readonly #agent = new Agent({ connections: PATHS.length, pipelining: 1 });
  readonly #running: Promise<void>[];
  readonly #latencies: number[] = [];
  readonly #failures: Record<string, number> = {};
  #going = true;

  constructor(private readonly origin: string) {
    this.#running = PATHS.map((path) => this.#ask(path));
  }

  async end(): Promise<Probed> {
    this.#going = false;
    await Promise.all(this.#running);
    await this.#agent.destroy();
    return { asked: this.#latencies.length, p99: percentile(this.#latencies, 0.99), longest: Math.max(0, ...this.#latencies), failures: this.#failures };
  }

  async #ask(path: string): Promise<void> {
    while (this.#going) {
      const began = performance.now();
      const told = await request(`${this.origin}${path}`, { dispatcher: this.#agent, signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
        async ({ statusCode, body }) => {
          await body.dump();
          return String(statusCode);
        },
        () => 'no answer in time',
      );
      this.#latencies.push(performance.now() - began);
      if (told !== '200') this.#failures[`${path}: ${told}`] = (this.#failures[`${path}: ${told}`] ?? 0) + 1;
      await pause(EVERY_MS);
    }
  }
}
