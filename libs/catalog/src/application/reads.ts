import { Query } from '@nestjs/cqrs';
import type { Page } from '@holdfast/kernel';
import type { ProductId, VariantId } from '../catalog.js';

/** JSON that is ready to be sent, with its strong entity tag. */
export interface Ready {
  readonly json: string;
  /** Quoted, as it stands in the ETag header. */
  readonly etag: string;
}

/** A published product, by id or by handle; undefined when there is none. */
export class GetProduct extends Query<Ready | undefined> {
  constructor(readonly by: { readonly id: ProductId } | { readonly handle: string }) {
    super();
  }
}

/** A variant of a published product; undefined when there is none. */
export class GetVariant extends Query<Ready | undefined> {
  constructor(readonly id: VariantId) {
    super();
  }
}

export const PRODUCT_SORTS = ['-created_at', 'created_at', 'title', 'price', '-price', 'relevance'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

export interface ProductFilter {
  readonly q?: string;
  readonly tag?: string;
  readonly type?: string;
  readonly vendor?: string;
  /** Bounds of the lowest price of a product in `currency`, in minor units, both included. */
  readonly priceFrom?: number;
  readonly priceTo?: number;
  readonly inStock?: boolean;
}

/** A page of published products. */
export class ListProducts extends Query<Ready> {
  constructor(
    readonly filter: ProductFilter,
    readonly currency: string,
    readonly sort: ProductSort,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** A document as its makers see it, with the version of the product. */
export interface Versioned {
  readonly version: number;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A product of any status, or one of its variants. @throws ProductNotFound */
export class GetAdminProduct extends Query<Versioned> {
  constructor(readonly by: { readonly id: ProductId } | { readonly variantId: VariantId }) {
    super();
  }
}

/** Products of any status, newest first. */
export class ListAdminProducts extends Query<string> {
  constructor(
    readonly limit: number,
    readonly cursor?: string,
    readonly status?: string,
    readonly handle?: string,
  ) {
    super();
  }
}

/** An import as its makers see it. */
export interface ImportView {
  readonly id: string;
  readonly kind: 'catalog.import';
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly file_name: string | null;
  readonly currency: string;
  readonly size: number;
  readonly progress: { readonly rows: number; readonly products: number };
  readonly result: {
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly failed: number;
    readonly row_errors: number;
  } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** @throws ImportNotFound */
export class GetImport extends Query<ImportView> {
  constructor(readonly id: string) {
    super();
  }
}

export interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly progress: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Any job of the admin API. @throws ImportNotFound */
export class GetJob extends Query<JobView> {
  constructor(readonly id: string) {
    super();
  }
}

/** One fault of one row of a file. */
export interface ImportRowView {
  /** Line of the file, from 1, where the row begins. */
  readonly line: number;
  readonly status: 'failed';
  readonly code: string;
  readonly message: string;
  readonly column: string | null;
  readonly value: string | null;
}

/** Faults in the order of the file. @throws ImportNotFound */
export class ListImportRows extends Query<Page<ImportRowView>> {
  constructor(
    readonly id: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}
