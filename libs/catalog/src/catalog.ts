import type { Id, MoneyData } from '@holdfast/kernel';

export type ProductId = Id<'prod'>;
export type VariantId = Id<'var'>;

/** What somebody who sells a variant needs to know about it. */
export interface SellableVariant {
  readonly variantId: VariantId;
  readonly productId: ProductId;
  readonly handle: string;
  /** Title of the product. */
  readonly title: string;
  /** Option values, e.g. `Small / Blue`; null where the product has one variant only. */
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly imageUrl: string | null;
  readonly price: MoneyData;
}

/** The catalog, for other modules. */
export abstract class Catalog {
  /**
   * The variants among these that can be sold in this currency now: their product is published and they have a price
   * in it. One statement, however many. Joins the caller's unit of work.
   */
  abstract sellable(variantIds: readonly VariantId[], currency: string): Promise<Map<VariantId, SellableVariant>>;
}
