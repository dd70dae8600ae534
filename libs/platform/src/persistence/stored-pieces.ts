import { createHash } from 'node:crypto';
import { toUuid, type UnitOfWork } from '../kernel/index.js';
import type { Database } from './database.js';
import { statement, type Statement } from './statement.js';

const PIECE = 1024 * 1024;
/** Read at once: what lies in memory while it is worked on. */
const PART = 128 * 1024;

/**
 * Files in pieces of 1 MB in a table of a module (`table` with `owner`, `seq`, `bytes`), so that API and worker share nothing but the database.
 * None is held in memory whole, and none is written or read inside a unit of work: files are larger than transactions should be.
 */
export class StoredPieces {
  readonly #keep: Statement;
  readonly #read: Statement;
  readonly #drop: Statement;

  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
    table: string,
    owner: string,
  ) {
    this.#keep = statement(`${table}-keep`, `insert into ${table} (${owner}, seq, bytes) values ($1, $2, $3)`);
    // Not compressed, so that a part of a piece is read without the rest of it.
    this.#read = statement(`${table}-read`, `select substr(bytes, $3, $4) as bytes from ${table} where ${owner} = $1 and seq = $2`);
    this.#drop = statement(`${table}-drop`, `delete from ${table} where ${owner} = $1`);
  }

  /** Keeps the stream piece by piece; answers its bytes and SHA-256 in hex. */
  async keep(id: string, content: AsyncIterable<Uint8Array>): Promise<{ readonly size: number; readonly digest: string }> {
    if (this.work.active) throw new Error('Files are not kept inside a unit of work');
    const hash = createHash('sha256');
    let size = 0;
    let seq = 0;
    for await (const piece of pieces(content)) {
      hash.update(piece);
      size += piece.length;
      await this.database.query(this.#keep, [toUuid(id), seq++, piece]);
    }
    return { size, digest: hash.digest('hex') };
  }

  async *read(id: string): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; at += PART) {
      const found = await this.database.first<{ bytes: Buffer }>(this.#read, [toUuid(id), Math.floor(at / PIECE), (at % PIECE) + 1, PART]);
      if (!found) return;
      if (found.bytes.length > 0) yield found.bytes;
    }
  }

  /** Repeating it does nothing. */
  async drop(id: string): Promise<void> {
    await this.database.query(this.#drop, [toUuid(id)]);
  }
}

/** The same bytes in pieces of 1 MB, the last one smaller. */
async function* pieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    let rest = chunk;
    while (length + rest.length >= PIECE) {
      waiting.push(rest.subarray(0, PIECE - length));
      rest = rest.subarray(PIECE - length);
      yield Buffer.concat(waiting);
      waiting = [];
      length = 0;
    }
    waiting.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
