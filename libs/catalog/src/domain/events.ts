import type { DomainEvent } from '@holdfast/kernel';
import type { ProductId } from '../catalog.js';
import type { ProductStatus } from './product-details.js';

/** A product was made that is not for sale yet. */
export const PRODUCT_CREATED = 'catalog.product-created.v1';
/** A product went on sale. */
export const PRODUCT_PUBLISHED = 'catalog.product-published.v1';
/** A product went back to draft. */
export const PRODUCT_UNPUBLISHED = 'catalog.product-unpublished.v1';
/** A product was taken out of the catalog for good. */
export const PRODUCT_ARCHIVED = 'catalog.product-archived.v1';
/** Facts of a product or of its variants changed, and its status did not. */
export const PRODUCT_UPDATED = 'catalog.product-updated.v1';
/** The prices of a variant changed: payload names it. */
export const PRICES_CHANGED = 'catalog.prices-changed.v1';
/** A file was uploaded and waits to be imported. */
export const IMPORT_REQUESTED = 'catalog.import-requested.v1';

const OF_STATUS = { draft: PRODUCT_UNPUBLISHED, published: PRODUCT_PUBLISHED, archived: PRODUCT_ARCHIVED } as const;

/** The event of a change: where the status changed, that is the news. */
export function changeOf(
  product: { readonly id: ProductId; readonly handle: string; readonly version: number },
  from: ProductStatus | null,
  to: ProductStatus,
): DomainEvent {
  const type = from === to ? PRODUCT_UPDATED : from === null && to === 'draft' ? PRODUCT_CREATED : OF_STATUS[to];
  return {
    type,
    subject: product.id,
    version: product.version,
    ...(from === to ? {} : { from, to }),
    payload: { product_id: product.id, handle: product.handle },
  };
}
