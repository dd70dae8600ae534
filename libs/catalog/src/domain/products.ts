import type { ProductId, VariantId } from '../catalog.js';
import type { Product } from './product.js';

/** Where products are kept. All calls need an active unit of work. */
export abstract class Products {
  /** Locks the product until the end of the unit of work. @throws ProductNotFound */
  abstract get(id: ProductId): Promise<Product>;

  /** The product of a variant, locked. @throws ProductNotFound */
  abstract ofVariant(id: VariantId): Promise<Product>;

  /** Those that exist, locked in the order of their ids. */
  abstract withHandles(handles: readonly string[]): Promise<Map<string, Product>>;

  /** Who has these SKUs now. */
  abstract ownersOf(skus: readonly string[]): Promise<Map<string, ProductId>>;

  /**
   * Keeps the products as they are now, with their events and what shoppers see of them, in a fixed number of statements
   * however many they are. `available` names the new variants that can be bought from the start.
   * @throws HandleTaken, SkuTaken when somebody else has it
   */
  abstract save(products: readonly Product[], available?: ReadonlySet<VariantId>): Promise<void>;

  /**
   * Notes what can be bought now and shows it. Locks the products first; `availability` is asked after that, so that
   * the last one to ask knows the latest.
   */
  abstract noteAvailability(ids: readonly VariantId[], availability: () => Promise<Map<VariantId, number>>): Promise<void>;
}
