import type { ProductDetails } from '../domain/product-details.js';
import type { VariantDetails } from '../domain/variant.js';
import type { ImportId } from './uploaded-files.js';

/** Something wrong with one row. */
export interface RowFault {
  /** Line of the file, from 1, where the row begins. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly column?: string;
  /** What stood there, cut to 100 characters. */
  readonly value?: string;
}

/** A variant as a row states it; what the row leaves out stays as it is. */
export interface VariantDraft {
  readonly line: number;
  readonly details: Partial<VariantDetails> & { readonly optionValues: readonly string[] };
  readonly amount: number;
  readonly compareAtAmount: number | null;
  /** Stock to begin with; undefined where the shop does not count it. */
  readonly quantity?: number;
}

/** The rows of one handle that follow each other. */
export interface ProductDraft {
  readonly handle: string;
  /** First and last line. */
  readonly line: number;
  readonly lastLine: number;
  readonly rows: number;
  /** Facts of the product; none where the file has told them before. */
  readonly details: Partial<Omit<ProductDetails, 'handle' | 'images'>>;
  readonly optionNames: readonly string[];
  readonly images: readonly { readonly url: string; readonly alt: string | null; readonly position: number | null }[];
  readonly variants: readonly VariantDraft[];
  /** When there is any, the product is left out. */
  readonly faults: readonly RowFault[];
}

/** Reads uploaded product files, in bounded memory. */
export abstract class ProductFiles {
  /**
   * Reads the whole file once without understanding it.
   * @throws UnreadableFile when it is no product file, or broken so that the rest of it cannot be told apart.
   */
  abstract check(id: ImportId): Promise<void>;

  /** The products in the order of the file; a handle that comes again later gives another draft without `details`. */
  abstract read(id: ImportId, currency: string): AsyncIterable<ProductDraft>;
}
