import type { Demand, HoldOutcome, HoldRequest, LocationId, Shortage, VariantId } from '../inventory.js';
import type { Hold } from './hold.js';

/** A level as it stands, locked, with the rank of its location: the lower rank is used first. */
export interface Level {
  readonly variantId: VariantId;
  readonly locationId: LocationId;
  readonly rank: number;
  readonly onHand: number;
  readonly reserved: number;
}

export interface Grants {
  /** One per request, in the order of the requests. */
  readonly outcomes: readonly HoldOutcome[];
  readonly holds: readonly Hold[];
}

/** The demand of one checkout with each variant named once, so that an item on two lines is counted whole. */
export function merged(demand: readonly Demand[]): Demand[] {
  const sums = new Map<VariantId, number>();
  for (const { variantId, quantity } of demand) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity }));
}

interface Free {
  readonly level: Level;
  free: number;
}

/**
 * Decides who gets what: in the order of the requests, all or nothing per checkout, from a copy of the levels that shrinks
 * with every grant. A variant may come from several locations.
 */
export function grant(levels: readonly Level[], requests: readonly HoldRequest[]): Grants {
  const free = new Map<VariantId, Free[]>();
  for (const level of [...levels].sort((a, b) => a.rank - b.rank)) {
    const list = free.get(level.variantId) ?? [];
    list.push({ level, free: level.onHand - level.reserved });
    free.set(level.variantId, list);
  }
  const holds: Hold[] = [];
  const outcomes = requests.map((request) => {
    const demand = merged(request.demand);
    const shortages = demand.flatMap((wanted) => shortage(wanted, free.get(wanted.variantId) ?? []));
    if (shortages.length > 0) return { held: false, shortages } as const;
    for (const wanted of demand) take(wanted, free.get(wanted.variantId)!, request, holds);
    return { held: true } as const;
  });
  return { outcomes, holds };
}

function shortage({ variantId, quantity }: Demand, levels: readonly Free[]): Shortage[] {
  const available = levels.reduce((sum, level) => sum + level.free, 0);
  return available >= quantity ? [] : [{ variantId, requested: quantity, available }];
}

function take({ variantId, quantity }: Demand, levels: readonly Free[], request: HoldRequest, holds: Hold[]): void {
  let left = quantity;
  for (const place of levels) {
    const taken = Math.min(left, place.free);
    if (taken === 0) continue;
    place.free -= taken;
    left -= taken;
    holds.push({
      checkoutId: request.checkoutId,
      variantId,
      locationId: place.level.locationId,
      quantity: taken,
      expiresAt: request.until,
      pinned: request.pinned,
    });
    if (left === 0) return;
  }
}
