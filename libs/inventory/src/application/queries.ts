import { type Id, type Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { LocationId, VariantId } from '../inventory.js';

export interface LocationView {
  readonly id: LocationId;
  readonly code: string;
  readonly name: string;
  readonly rank: number;
}

export interface LevelView {
  readonly variant_id: VariantId;
  readonly location_id: LocationId;
  readonly on_hand: number;
  readonly reserved: number;
  readonly available: number;
}

export interface MovementView {
  readonly id: Id<'mov'>;
  readonly variant_id: VariantId;
  readonly location_id: LocationId;
  readonly delta_on_hand: number;
  readonly delta_reserved: number;
  readonly reason: string;
  readonly note: string | null;
  /** TypeID of what moved the stock: an adjustment, an import, a hold. */
  readonly cause: string;
  /** The checkout that the hold belongs to, where there is one. */
  readonly checkout_id: Id<'chk'> | null;
  readonly actor: string | null;
  readonly created_at: string;
}

export interface ListFilter {
  readonly variantId?: VariantId;
  readonly locationId?: LocationId;
  readonly limit: number;
  readonly cursor?: string;
}

export class ListLocations extends Query<Page<LocationView>> {}

/** Levels as they are, or, for `asOf`, as the movements say they were. */
export class ListStockLevels extends Query<Page<LevelView>> {
  constructor(readonly filter: ListFilter & { readonly asOf?: Date }) {
    super();
  }
}

/** Movements, newest first. */
export class ListStockMovements extends Query<Page<MovementView>> {
  constructor(readonly filter: ListFilter) {
    super();
  }
}
