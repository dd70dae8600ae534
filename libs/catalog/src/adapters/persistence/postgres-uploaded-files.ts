import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { toUuid, UnitOfWork } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type ImportId, type Uploaded, UploadedFiles } from '../../application/uploaded-files.js';

const PIECE = 1024 * 1024;
/** Read at once: what lies in memory while it is worked on. */
const PART = 128 * 1024;

const KEEP = statement('catalog.keep-chunk', `insert into catalog.import_chunks (import_id, seq, bytes) values ($1, $2, $3)`);
// Not compressed, so that a part of a piece is read without the rest of it.
const READ = statement('catalog.read-chunk', `select substr(bytes, $3, $4) as bytes from catalog.import_chunks where import_id = $1 and seq = $2`);
const DROP = statement('catalog.drop-chunks', `delete from catalog.import_chunks where import_id = $1`);

/** Files in pieces of 1 MB in PostgreSQL, so that API and worker share nothing but the database. */
@Injectable()
export class PostgresUploadedFiles extends UploadedFiles {
  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
  ) {
    super();
  }

  async keep(id: ImportId, content: AsyncIterable<Uint8Array>): Promise<Uploaded> {
    if (this.work.active) throw new Error('Files are not kept inside a unit of work');
    const hash = createHash('sha256');
    let size = 0;
    let seq = 0;
    for await (const piece of pieces(content)) {
      hash.update(piece);
      size += piece.length;
      await this.database.query(KEEP, [toUuid(id), seq++, piece]);
    }
    return { size, digest: hash.digest('hex') };
  }

  async *read(id: ImportId): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; at += PART) {
      const found = await this.database.first<{ bytes: Buffer }>(READ, [toUuid(id), Math.floor(at / PIECE), (at % PIECE) + 1, PART]);
      if (!found) return;
      if (found.bytes.length > 0) yield found.bytes;
    }
  }

  async drop(id: ImportId): Promise<void> {
    await this.database.query(DROP, [toUuid(id)]);
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
