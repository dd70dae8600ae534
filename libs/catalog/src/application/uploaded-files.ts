import type { Id } from '@holdfast/kernel';

export type ImportId = Id<'job'>;

/** What an upload turned out to be. */
export interface Uploaded {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content. */
  readonly digest: string;
}

/**
 * Uploaded files, kept where every process finds them after a crash. Neither call holds the file in memory, and neither may
 * be made inside a unit of work: files are larger than transactions should be.
 */
export abstract class UploadedFiles {
  /** Keeps the stream piece by piece. An upload that breaks off is swept away later. */
  abstract keep(id: ImportId, content: AsyncIterable<Uint8Array>): Promise<Uploaded>;

  /** The content, piece by piece. */
  abstract read(id: ImportId): AsyncIterable<Uint8Array>;

  /** Forgets the content. Repeating it does nothing. */
  abstract drop(id: ImportId): Promise<void>;
}
