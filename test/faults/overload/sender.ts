import type { Random } from '../../prove/random.js';
import { Connection } from './connection.js';
import { DEADLINE_MS, type Rates, type Step, type StepFigures, type StreamName } from './messages.js';
import type { Prepared, Requests } from './requests.js';
import { Tally } from './tally.js';

/** As balancers before the shop keep them open. What finds none free is turned away there: few enough of them would shed the load themselves. */
const CONNECTIONS = 1_000;
const GREETING = 'GET /livez HTTP/1.1\r\nhost: shop.test\r\n\r\n';
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
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();
  /** In the order in which they were due. */
  #open: Exchange[] = [];

  constructor(
    private readonly origin: URL,
    private readonly requests: Requests,
    private readonly random: Random,
  ) {}

  /** Opens all connections, as a balancer has them long before a flood. Those on which nothing is ever asked are closed by the shop. */
  async open(): Promise<void> {
    while (this.#all.size < CONNECTIONS) {
      const connection = this.#dial()!;
      await new Promise<void>((done) => connection.send(GREETING, () => done()));
      this.#idle.push(connection);
    }
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
    for (const connection of this.#all) connection.destroy();
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
    const connection = this.#idle.pop() ?? this.#dial();
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
      if (response) this.#idle.push(connection);
    });
  }

  #dial(): Connection | undefined {
    if (this.#all.size >= CONNECTIONS) return undefined;
    const connection = new Connection(this.origin.hostname, Number(this.origin.port), (closed) => {
      this.#all.delete(closed);
      const at = this.#idle.indexOf(closed);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#all.add(connection);
    return connection;
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
