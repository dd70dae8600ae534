import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@holdfast/kernel';
import { Database, StoredPieces } from '@holdfast/platform';
import { type ImportId, type Uploaded, UploadedFiles } from '../../application/uploaded-files.js';

@Injectable()
export class PostgresUploadedFiles extends UploadedFiles {
  readonly #pieces: StoredPieces;

  constructor(database: Database, work: UnitOfWork) {
    super();
    this.#pieces = new StoredPieces(database, work, 'catalog.import_chunks', 'import_id');
  }

  keep(id: ImportId, content: AsyncIterable<Uint8Array>): Promise<Uploaded> {
    return this.#pieces.keep(id, content);
  }

  read(id: ImportId): AsyncIterable<Uint8Array> {
    return this.#pieces.read(id);
  }

  drop(id: ImportId): Promise<void> {
    return this.#pieces.drop(id);
  }
}
