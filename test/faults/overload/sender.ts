import type { Random } from '../../prove/random.js';
import type { Connection } from './connection.js';
import { DEADLINE_MS, type Rates, type Step, type StepFigures, type StreamName } from './messages.js';
import { Pool } from './pool.js';
import type { Prepared, Requests } from './requests.js';
import { Tally } from './tally.js';

/**
 * As a balancer before the shop keeps them open: 1,000, some for checkouts alone, so that other requests never take the last one. What finds
 * none free is turned away there: few enough of them would shed the load themselves.
 */
const CONNECTIONS = { others: 700, checkouts: 300 } as const;
type PoolName = keyof typeof CONNECTIONS;
const poolOf = (stream: StreamName): PoolName => (stream === 'checkout' ? 'checkouts' : 'others');

const LOOK_EVERY_MS = 2;

interface Exchange {
  readonly stream: StreamName;
  readonly dueAt: number;
  readonly tally: Tally;
  readonly connection: Connection;
  isOver: boolean;
}

/** Sends requests when they are due, whatever became of those before: an open loop, as strangers make it. */
export class Sender {
  readonly #pools: Readonly<Record<PoolName, Pool>>;
  /** In the order in which they were due. */
  #open: Exchange[] = [];

  constructor(
    origin: URL,
    private readonly requests: Requests,
    private readonly random: Random,
  ) {
    this.#pools = { others: new Pool(CONNECTIONS.others, origin), checkouts: new Pool(CONNECTIONS.checkouts, origin) };
  }

  /** Opens all connections, long before a flood. */
  async open(): Promise<void> {
    for (const pool of Object.values(this.#pools)) await pool.open();
  }

  /** One step straight after the other; settles once all of them is answered or given up. */
  async run(steps: readonly Step[]): Promise<StepFigures[]> {
    const done: { tally: Tally; cpuMs: number }[] = [];
    let began = performance.now();
    for (const { seconds, rates } of steps) {
      const tally = new Tally(began, seconds);
      const cpu = process.cpuUsage();
      await this.#step(began, seconds, rates, tally);
      const { user, system } = process.cpuUsage(cpu);
      done.push({ tally, cpuMs: (user + system) / 1_000 });
      began += seconds * 1_000;
    }
    while (this.#open.length > 0) await this.#pause();
    return done.map(({ tally, cpuMs }) => tally.figures(cpuMs));
  }

  close(): void {
    for (const pool of Object.values(this.#pools)) pool.close();
  }

  async #step(began: number, seconds: number, rates: Rates, tally: Tally): Promise<void> {
    const until = began + seconds * 1_000;
    const streams = (Object.entries(rates) as [StreamName, number][]).filter(([, rate]) => rate > 0).map(([name, rate]) => ({ name, rate, next: began + this.#gap(rate) }));
    while (performance.now() < until) {
      const now = Math.min(performance.now(), until);
      for (const stream of streams) {
        for (; stream.next <= now; stream.next += this.#gap(stream.rate)) this.#send(stream.name, stream.next, tally);
      }
      await this.#pause();
    }
  }

  /** Milliseconds to the next of so many a second, at random. */
  #gap(perSecond: number): number {
    return (-Math.log(1 - this.random.next()) * 1_000) / perSecond;
  }

  async #pause(): Promise<void> {
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    this.#giveUp();
  }

  #send(stream: StreamName, dueAt: number, tally: Tally): void {
    const request = this.requests.next(stream);
    if (!request) return;
    tally.due(stream, dueAt);
    const connection = this.#pools[poolOf(stream)].take();
    if (!connection) return tally.unsent(stream);
    const exchange: Exchange = { stream, dueAt, tally, connection, isOver: false };
    this.#open.push(exchange);
    tally.sent(dueAt);
    this.#exchange(exchange, request);
  }

  #exchange(exchange: Exchange, request: Prepared): void {
    const { stream, dueAt, tally, connection } = exchange;
    connection.send(request.bytes, (response) => {
      if (exchange.isOver) return;
      exchange.isOver = true;
      tally.answered(stream, dueAt, response, response !== undefined && request.judge(response));
      if (response) this.#pools[poolOf(stream)].giveBack(connection);
    });
  }

  /** Clients whose time is over go away, and do not hear the answer any more. */
  #giveUp(): void {
    const before = performance.now() - DEADLINE_MS;
    const left: Exchange[] = [];
    for (const exchange of this.#open) {
      if (exchange.isOver) continue;
      if (exchange.dueAt >= before) {
        left.push(exchange);
        continue;
      }
      exchange.isOver = true;
      exchange.tally.gaveUp(exchange.stream);
      exchange.connection.destroy();
    }
    this.#open = left;
  }
}
