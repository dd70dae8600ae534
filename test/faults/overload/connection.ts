import { connect, type Socket } from 'node:net';

export interface Response {
  readonly status: number;
  readonly retryAfter: boolean;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;
const RETRY = /\r\nretry-after: \d+\r/i;

/** One connection of a client that sends one request at a time: sockets and as little as possible beside them, because the load shares its machine with the shop. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer | undefined;
  #answered: ((response: Response | undefined) => void) | undefined;

  constructor(host: string, port: number, private readonly closed: (connection: Connection) => void) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.closed(this);
      this.#answer(undefined);
    });
  }

  /** `answered` hears of the answer, or of none where the connection ended before. */
  send(request: Buffer | string, answered: (response: Response | undefined) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  /** Goes away, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const all = this.#received ? Buffer.concat([this.#received, chunk]) : chunk;
    const headEnd = all.indexOf(HEAD_END);
    const head = headEnd < 0 ? undefined : all.toString('latin1', 0, headEnd + 2);
    const end = head === undefined ? Infinity : headEnd + HEAD_END.length + Number(LENGTH.exec(head)?.[1] ?? 0);
    if (all.length < end) return void (this.#received = all);
    this.#received = undefined;
    const status = Number(head!.slice(9, 12));
    this.#answer({ status, retryAfter: RETRY.test(head!), body: status === 200 ? '' : all.toString('utf8', headEnd + HEAD_END.length, end) });
  }

  #answer(response: Response | undefined): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(response);
  }
}
