import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Frames, inTransaction, tagOf } from './postgres-frames.js';

/** Statements that change something. */
const CHANGES = /^(INSERT|UPDATE|DELETE|MERGE)\b/;
/** Of the queue's connections: what it commits is not what is to be lost. */
const QUEUE = /synchronous_commit=off/;

/** Stands between a process and PostgreSQL, knows what they say to each other, and cuts them off when a proof wants that. */
export class PostgresProxy {
  readonly #pairs = new Set<Socket>();
  readonly #server = createServer((client) => this.#pair(client));
  /** Called once with the next commit whose answer gets lost. */
  #losing: (() => void) | undefined;

  private constructor(private target: URL) {}

  static async before(databaseUrl: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(new URL(databaseUrl));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The database, by way of the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** From now on new connections go to another server; those that there are stay where they are. */
  lead(databaseUrl: string): void {
    this.target = new URL(databaseUrl);
  }

  /** Cuts all connections that there are; new ones are served. */
  cut(): void {
    for (const socket of this.#pairs) socket.destroy();
  }

  /**
   * Loses the answer to the next commit of the shop's: PostgreSQL commits, and the process sees its connection break. A statement on
   * its own that changes something is a commit as well. Settles when it has happened.
   */
  loseNextCommit(): Promise<void> {
    return new Promise((lost) => (this.#losing = lost));
  }

  /** Nothing gets lost any more, where {@link loseNextCommit} still waits for a commit. */
  loseNothing(): void {
    this.#losing = undefined;
  }

  async close(): Promise<void> {
    this.cut();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #pair(client: Socket): void {
    const server = connect({ host: this.target.hostname, port: Number(this.target.port || 5432), noDelay: true });
    client.setNoDelay(true);
    const end = (): void => {
      for (const socket of [client, server]) {
        socket.destroy();
        this.#pairs.delete(socket);
      }
    };
    for (const socket of [client, server]) {
      this.#pairs.add(socket);
      socket.on('error', end).on('close', end);
    }
    let isShop = true;
    client.once('data', (start: Buffer) => (isShop = !QUEUE.test(start.toString('latin1'))));
    client.pipe(server);
    const answers = this.#answers(() => isShop, client, end);
    server.on('data', answers);
  }

  /** Hands on what PostgreSQL says, up to the end of the commit that is to be lost. */
  #answers(isShop: () => boolean, client: Socket, end: () => void): (part: Buffer) => void {
    const frames = new Frames();
    let within = false;
    let losing: (() => void) | undefined;
    return (part) => {
      const handedOn: Buffer[] = [];
      for (const frame of frames.push(part)) {
        const tag = tagOf(frame);
        if (tag !== undefined && this.#losing && isShop() && (tag === 'COMMIT' || (!within && CHANGES.test(tag)))) {
          losing = this.#losing;
          this.#losing = undefined;
        }
        within = inTransaction(frame) ?? within;
        if (!losing) handedOn.push(frame.bytes);
        // Only now it is committed for sure.
        else if (frame.type === 'Z') {
          end();
          return losing();
        }
      }
      if (handedOn.length > 0) client.write(handedOn.length === 1 ? handedOn[0]! : Buffer.concat(handedOn));
    };
  }
}
