import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The line from a standby to its primary, on which nothing may come through for a while. What is on its way then is lost when the line breaks. */
export class ReplicationLine {
  readonly #pairs = new Set<readonly [standby: Socket, primary: Socket]>();
  readonly #server = createServer((standby) => this.#join(standby));
  #isSilent = false;

  private constructor(private target: number) {}

  static async to(port: number): Promise<ReplicationLine> {
    const line = new ReplicationLine(port);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  /** Where a standby finds it; the same whoever leads. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on new connections go there. */
  lead(port: number): void {
    this.target = port;
  }

  /** Nothing of what the primary says arrives any more. */
  silence(): void {
    this.#isSilent = true;
    for (const [, primary] of this.#pairs) primary.pause();
  }

  /** Loses all that was on its way, and is well again. */
  break(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#isSilent = false;
  }

  async close(): Promise<void> {
    this.break();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #join(standby: Socket): void {
    const primary = connect({ host: '127.0.0.1', port: this.target, noDelay: true });
    const pair = [standby, primary] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      // What is silent says nothing of its end either.
      if (this.#isSilent) return;
      for (const socket of pair) socket.destroy();
      this.#pairs.delete(pair);
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    standby.on('data', (part) => primary.write(part));
    primary.on('data', (part) => standby.write(part));
  }
}
