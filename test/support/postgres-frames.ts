/** One message of PostgreSQL's protocol, as the server sends it. */
export interface Frame {
  /** One letter: C is the end of a command, Z means that the server waits for the next. */
  readonly type: string;
  /** The whole message, as it goes over the wire. */
  readonly bytes: Buffer;
}

const HEAD = 5;

/** Cuts what a server sends into its messages: a type byte, then a length that counts itself. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that are complete with this part. */
  push(part: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    const frames: Frame[] = [];
    while (this.#rest.length >= HEAD) {
      const length = 1 + this.#rest.readInt32BE(1);
      if (this.#rest.length < length) break;
      frames.push({ type: String.fromCharCode(this.#rest[0]!), bytes: this.#rest.subarray(0, length) });
      this.#rest = this.#rest.subarray(length);
    }
    return frames;
  }
}

/** What a command says of itself at its end, as in `INSERT 0 1`; undefined for other messages. */
export const tagOf = ({ type, bytes }: Frame): string | undefined => (type === 'C' ? bytes.toString('latin1', HEAD, bytes.length - 1) : undefined);

/** Whether the server stands in a transaction; undefined for other messages. */
export const inTransaction = ({ type, bytes }: Frame): boolean | undefined => (type === 'Z' ? bytes[HEAD] !== 'I'.charCodeAt(0) : undefined);
