import { Connection } from './connection.js';

const GREETING = 'GET /livez HTTP/1.1\r\nhost: shop.test\r\n\r\n';

/** Connections to the shop that stay open, so many at most. */
export class Pool {
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();

  constructor(
    private readonly most: number,
    private readonly origin: URL,
  ) {}

  /** Opens all of them, as a balancer has them long before a flood. Those on which nothing is ever asked are closed by the shop. */
  async open(): Promise<void> {
    while (this.#all.size < this.most) {
      const connection = this.#dial();
      await new Promise<void>((done) => connection.send(GREETING, () => done()));
      this.#idle.push(connection);
    }
  }

  /** One that is free, or a new one; undefined when all are in use. */
  take(): Connection | undefined {
    return this.#idle.pop() ?? (this.#all.size < this.most ? this.#dial() : undefined);
  }

  giveBack(connection: Connection): void {
    this.#idle.push(connection);
  }

  close(): void {
    for (const connection of this.#all) connection.destroy();
  }

  #dial(): Connection {
    const connection = new Connection(this.origin.hostname, Number(this.origin.port), (closed) => {
      this.#all.delete(closed);
      const at = this.#idle.indexOf(closed);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#all.add(connection);
    return connection;
  }
}
