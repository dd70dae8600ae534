import { Client } from 'undici';
import type { Source, Step } from './tasks.js';

/** Told of each task when it ends; `failure` is a status or a code when it did not go as wanted. */
export type Ended = (began: number, now: number, failure: string | undefined) => void;

const TIMEOUT_MS = 60_000;
const RETRY_MS = 20;

/**
 * One connection that sends its next request when it has its answer. `dispatch` with one handler for
 * all is the lightest that undici has: the load must not take the processor from what it measures.
 */
export class Lane {
  readonly #client: Client;
  #step!: Step;
  #began = 0;
  #status = 0;
  #body = '';
  #over!: () => void;
  readonly #handler = {
    onRequestStart: () => {},
    onResponseStart: (_: unknown, status: number) => void (this.#status = status),
    onResponseData: (_: unknown, chunk: Buffer) => {
      if (this.#step.follow) this.#body += chunk.toString('latin1');
    },
    onResponseEnd: () => this.#answered(),
    onResponseError: (_: unknown, error: Error & { code?: string }) =>
      this.#end(error.code ?? error.name),
  };

  constructor(
    origin: string,
    private readonly source: Source,
    private readonly ended: Ended,
  ) {
    this.#client = new Client(origin, {
      pipelining: 1,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  }

  /** Settles when the source gives no more. */
  async run(): Promise<void> {
    await new Promise<void>((over) => {
      this.#over = over;
      this.#next();
    });
    await this.#client.close();
  }

  #next(): void {
    const step = this.source();
    if (!step) return this.#over();
    this.#began = performance.now();
    this.#send(step);
  }

  #send(step: Step): void {
    this.#step = step;
    this.#status = 0;
    this.#body = '';
    const { method, path, headers, body } = step;
    this.#client.dispatch({ method, path, headers, body }, this.#handler);
  }

  #answered(): void {
    const { wanted, follow } = this.#step;
    if (this.#status !== wanted) return this.#end(String(this.#status));
    const next = follow?.(this.#body);
    if (next) this.#send(next);
    else this.#end(undefined);
  }

  #end(failure: string | undefined): void {
    this.ended(this.#began, performance.now(), failure);
    // A server that is gone must not be asked as fast as a loop can turn.
    if (failure !== undefined && this.#status === 0) setTimeout(() => this.#next(), RETRY_MS);
    else this.#next();
  }
}
