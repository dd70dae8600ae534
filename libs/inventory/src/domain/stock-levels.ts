import type { Id } from '@holdfast/kernel';
import type { AdjustableLevel, AdjustedLevel, Adjustment } from './adjustment.js';

/** The levels of stock. Every method needs an active unit of work. */
export abstract class StockLevels {
  /**
   * Fills in the default location where none is named.
   * @throws UnknownLocation, UnknownVariant (a variant is known once the catalog has announced it)
   */
  abstract locate(adjustments: readonly (Omit<Adjustment, 'locationId'> & { readonly locationId?: Adjustment['locationId'] })[]): Promise<Adjustment[]>;

  /** The levels concerned, locked in the global order; made where they are missing. */
  abstract lock(adjustments: readonly Adjustment[]): Promise<AdjustableLevel[]>;

  /** Writes the changes with one movement each; levels that did not change get none. */
  abstract save(levels: readonly AdjustedLevel[], cause: Id<'adj'>, reason: string): Promise<void>;
}
