import type { LocationId, VariantId } from '../inventory.js';
import { type LevelConflict, LevelNamedTwice, StockBelowReserved, StockChanged, StockTooLarge } from './errors.js';

/** The most that a level may hold; the column of the database takes little more. */
export const MAX_ON_HAND = 1_000_000_000;

/** A change of what is on hand: by so many, or to a number that the caller has counted. */
export type Change =
  | { readonly kind: 'delta'; readonly delta: number }
  | { readonly kind: 'set'; readonly onHand: number; readonly expectedOnHand: number };

export interface Adjustment {
  readonly variantId: VariantId;
  readonly locationId: LocationId;
  readonly change: Change;
}

export interface AdjustableLevel {
  readonly variantId: VariantId;
  readonly locationId: LocationId;
  readonly onHand: number;
  readonly reserved: number;
}

export interface AdjustedLevel extends AdjustableLevel {
  readonly delta: number;
}

/**
 * The levels after all of the adjustments, or nothing: a batch is atomic.
 * @throws StockChanged when somebody counted from another number than there is.
 * @throws StockBelowReserved when less would be left than is promised to buyers.
 * @throws StockTooLarge when more would be there than {@link MAX_ON_HAND}.
 * @throws LevelNamedTwice
 */
export function adjusted(levels: readonly AdjustableLevel[], adjustments: readonly Adjustment[]): AdjustedLevel[] {
  const keyOf = (item: { variantId: string; locationId: string }) => `${item.variantId}@${item.locationId}`;
  const known = new Map(levels.map((level) => [keyOf(level), level]));
  const changed: LevelConflict[] = [];
  const below: LevelConflict[] = [];
  const beyond: LevelConflict[] = [];
  const seen = new Set<string>();
  const result = adjustments.map((adjustment) => {
    if (seen.has(keyOf(adjustment))) throw new LevelNamedTwice(adjustment.variantId, adjustment.locationId);
    seen.add(keyOf(adjustment));
    const level = known.get(keyOf(adjustment)) ?? { ...adjustment, onHand: 0, reserved: 0 };
    const conflict = { variant_id: level.variantId, location_id: level.locationId, on_hand: level.onHand, reserved: level.reserved };
    const { change } = adjustment;
    if (change.kind === 'set' && change.expectedOnHand !== level.onHand) changed.push(conflict);
    const onHand = change.kind === 'set' ? change.onHand : level.onHand + change.delta;
    if (onHand < level.reserved) below.push(conflict);
    if (onHand > MAX_ON_HAND) beyond.push(conflict);
    return { variantId: level.variantId, locationId: level.locationId, onHand, reserved: level.reserved, delta: onHand - level.onHand };
  });
  if (changed.length > 0) throw new StockChanged(changed);
  if (below.length > 0) throw new StockBelowReserved(below);
  if (beyond.length > 0) throw new StockTooLarge(beyond);
  return result;
}
