import type { RowFault } from './product-file.js';
import type { ImportId, Uploaded } from './uploaded-files.js';

export interface ImportState {
  readonly id: ImportId;
  readonly status: 'uploading' | 'pending' | 'running' | 'completed' | 'failed';
  readonly currency: string;
  /** Everything up to this line is done and committed. */
  readonly doneLine: number;
}

/** What one transaction of an import did. */
export interface Step {
  readonly toLine: number;
  readonly rows: number;
  readonly products: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly faults: readonly RowFault[];
}

/** Imports and how far they are. */
export abstract class Imports {
  /** Makes the import that an upload will belong to, before the first byte is kept. */
  abstract open(id: ImportId, currency: string, fileName: string | null): Promise<void>;

  /** The upload is complete: from now on the import is seen and waits to be run. */
  abstract request(id: ImportId, currency: string, uploaded: Uploaded): Promise<void>;

  abstract find(id: ImportId): Promise<ImportState | undefined>;

  /** Marks the import as running; a repeat changes nothing. */
  abstract start(id: ImportId): Promise<void>;

  /** Counts a step. False when somebody else has been here: then the step must not be committed. */
  abstract advance(id: ImportId, fromLine: number, step: Step): Promise<boolean>;

  abstract complete(id: ImportId): Promise<void>;

  /** Ends the import with what is wrong with it. */
  abstract fail(id: ImportId, error: { readonly code: string; readonly message: string }): Promise<void>;

  /** Imports that wait or stand still since a while: their job may be lost. */
  abstract stalled(): Promise<ImportId[]>;

  /** Forgets uploads that broke off a day ago. */
  abstract sweep(): Promise<void>;
}
