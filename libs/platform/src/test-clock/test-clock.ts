import { setTimeout as pause } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import { Clock } from '../kernel/index.js';
import { atMost } from '../persistence/at-most.js';
import { layTestClock, moveBy, MOVED, offsetOf } from './schema.js';

const POLL_MS = 1_000;
const END_MS = 2_000;

/**
 * The clock of a shop in test mode: it can be moved ahead, never back, for all processes at once. PostgreSQL keeps by how much; here it
 * is followed by LISTEN, with a poll behind it. Real time goes on in it.
 */
export class TestClock extends Clock implements BeforeApplicationShutdown {
  #offset = 0;
  readonly #stopping = new AbortController();
  readonly #listeners: (() => void)[] = [];
  #following: Promise<void> = Promise.resolve();

  private constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {
    super();
  }

  /** Lays the clock down where that was not done, and knows how it stands before it is asked for the first time. */
  static async open(url: string, logger: Logger): Promise<TestClock> {
    const clock = new TestClock(url, logger);
    await clock.#connected(async (client) => {
      await layTestClock(client);
      clock.#is(await offsetOf(client));
    }).catch((error: unknown) => logger.warn({ err: error }, 'the test clock is not known yet'));
    clock.#following = clock.#follow();
    return clock;
  }

  now(): Date {
    return new Date(Date.now() + this.#offset * 1_000);
  }

  /** Seconds by which it is ahead of the machine. */
  get offsetSeconds(): number {
    return this.#offset;
  }

  /** Is called after each move, also of another process. */
  onMoved(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Moves the whole shop ahead. When it answers, this process and the database are moved, and all others follow.
   * `before` moves what lies outside, to the offset that it is given; when it fails nothing here is moved.
   */
  async advance(seconds: number, before: (offset: number) => Promise<void>): Promise<void> {
    this.#is(await this.#connected((client) => moveBy(client, seconds, before)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await atMost(END_MS, this.#following);
  }

  /** Never goes back: an answer may be older than the one before it. */
  #is(offset: number): void {
    if (offset <= this.#offset) return;
    this.#offset = offset;
    for (const listener of this.#listeners) listener();
  }

  async #follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#connected((client) => this.#listen(client)).catch((error: unknown) => this.logger.debug({ err: error }, 'the test clock is not followed'));
      await this.#pause();
    }
  }

  async #listen(client: pg.Client): Promise<void> {
    client.on('notification', ({ payload }) => this.#is(Number(payload)));
    await client.query(`listen ${MOVED}`);
    while (!this.#stopping.signal.aborted) {
      this.#is(await offsetOf(client));
      await this.#pause();
    }
  }

  async #connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000, keepAlive: true });
    // What is lost is found out by the next statement.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      await atMost(END_MS, client.end());
    }
  }

  async #pause(): Promise<void> {
    await pause(POLL_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
