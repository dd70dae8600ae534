import { problem } from '@holdfast/kernel';
import type { LocationId, VariantId } from '../inventory.js';

export class UnknownVariant extends problem({
  code: 'unknown-variant',
  kind: 'refused',
  title: 'There is no such variant',
}) {
  constructor(variantIds: readonly string[]) {
    super('Some variants do not exist. See `variant_ids`.', { variant_ids: variantIds });
  }
}

export class UnknownLocation extends problem({
  code: 'unknown-stock-location',
  kind: 'refused',
  title: 'There is no such stock location',
}) {
  constructor(locationIds: readonly string[]) {
    super('Some stock locations do not exist. See `location_ids`.', { location_ids: locationIds });
  }
}

export class LocationCodeTaken extends problem({
  code: 'stock-location-code-taken',
  kind: 'conflict',
  title: 'Another stock location has this code',
}) {
  constructor(code: string) {
    super(`The code ${code} is taken by another stock location.`);
  }
}

export class LevelNamedTwice extends problem({
  code: 'stock-level-named-twice',
  kind: 'refused',
  title: 'One level is named twice in a batch',
}) {
  constructor(variantId: string, locationId: string) {
    super('Name each level once; an absent location means the default one.', { variant_id: variantId, location_id: locationId });
  }
}

/** One item of an adjustment that cannot be done. */
export interface LevelConflict {
  readonly variant_id: VariantId;
  readonly location_id: LocationId;
  readonly on_hand: number;
  readonly reserved: number;
}

export class StockChanged extends problem({
  code: 'stock-changed',
  kind: 'conflict',
  title: 'The stock is not what you expected',
  about: 'Another change came in between. `conflicts` tells what is on hand now: look, and send the adjustment again with that.',
}) {
  constructor(conflicts: readonly LevelConflict[]) {
    super('Some levels differ from `expected_on_hand`; nothing was changed.', { conflicts });
  }
}

export class StockTooLarge extends problem({
  code: 'stock-too-large',
  kind: 'refused',
  title: 'No location holds so many',
}) {
  constructor(conflicts: readonly LevelConflict[]) {
    super('Some levels would go beyond 1,000,000,000; nothing was changed.', { conflicts });
  }
}

export class StockBelowReserved extends problem({
  code: 'stock-below-reserved',
  kind: 'conflict',
  title: 'Buyers were promised more than would be left',
  about: 'Stock cannot fall below what checkouts and orders hold. Cancel orders or wait for holds to end first.',
}) {
  constructor(conflicts: readonly LevelConflict[]) {
    super('Some levels would fall below what is reserved; nothing was changed.', { conflicts });
  }
}
