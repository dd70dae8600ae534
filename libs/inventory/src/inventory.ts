import type { Id } from '@holdfast/kernel';

export type VariantId = Id<'var'>;
export type LocationId = Id<'loc'>;

/** So many of a variant. */
export interface Demand {
  readonly variantId: VariantId;
  readonly quantity: number;
}

/** Stock to keep for one checkout, all of it or none. */
export interface HoldRequest {
  readonly checkoutId: Id<'chk'>;
  /** Several lines may name one variant; they count together. */
  readonly demand: readonly Demand[];
  readonly until: Date;
  /** A payment is on its way: the hold does not expire before it is unpinned. */
  readonly pinned: boolean;
}

/** What was missing, per variant. */
export interface Shortage {
  readonly variantId: VariantId;
  readonly requested: number;
  readonly available: number;
}

export type HoldOutcome = { readonly held: true } | { readonly held: false; readonly shortages: readonly Shortage[] };

/** A checkout that becomes an order. */
export interface Placement {
  readonly checkoutId: Id<'chk'>;
  readonly orderId: Id<'ord'>;
  /** Pieces over all lines. */
  readonly units: number;
}

/** The first stock of a variant, from a file. */
export interface InitialStock {
  readonly variantId: VariantId;
  readonly quantity: number;
}

/** Wire name of the event that a variant came into stock or went out of it: payload `{ variant_id, in_stock }`. */
export const AVAILABILITY_CHANGED = 'inventory.availability-changed.v1';

/**
 * Stock, for other modules. Every method joins the caller's unit of work, so that stock and whatever it is for are
 * committed together.
 */
export abstract class Inventory {
  /**
   * Holds stock for many checkouts in one go, in the order given: the first come are served. Locks the levels concerned in
   * one global order, so that callers never deadlock. Expired holds that are in the way are given up on the spot.
   */
  abstract hold(requests: readonly HoldRequest[]): Promise<HoldOutcome[]>;

  /**
   * Turns the holds of checkouts that become orders into allocations, of each checkout all or none: `units` is how many
   * pieces it has to hold. A checkout that is missing from the answer has lost stock and must not be placed as it is.
   */
  abstract allocate(placed: readonly Placement[]): Promise<Set<Id<'chk'>>>;

  /**
   * Keeps the holds of a checkout from expiring, because a payment starts. Answers those checkouts that still hold
   * all they ever held; the others have lost stock and must not be paid.
   */
  abstract pin(checkoutIds: readonly Id<'chk'>[], until: Date): Promise<Set<Id<'chk'>>>;

  /** Lets holds expire in the ordinary way again: no payment is on its way any more. */
  abstract unpin(checkoutIds: readonly Id<'chk'>[]): Promise<void>;

  /** Gives back what checkouts hold. Repeating it does nothing. */
  abstract release(checkoutIds: readonly Id<'chk'>[], why: 'released' | 'expired'): Promise<void>;

  /** How many can be bought now, over all locations; variants that were never stocked have 0. */
  abstract availability(variantIds: readonly VariantId[]): Promise<Map<VariantId, number>>;

  /**
   * Books the first stock of variants at the default location. A variant that has stock already keeps it: repeating an
   * import never adds to it. A quantity of 0 makes the variant known. `cause` is the TypeID that the movement refers to.
   */
  abstract stockInitially(items: readonly InitialStock[], cause: string): Promise<void>;
}
