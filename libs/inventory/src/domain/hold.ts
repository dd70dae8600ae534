import { type Id, StateMachine } from '@holdfast/kernel';
import type { LocationId, VariantId } from '../inventory.js';

export type HoldStatus = 'held' | 'allocated' | 'shipped' | 'expired' | 'released';

/** A hold keeps stock for a checkout; an allocation, its later state, for a placed order. */
export const HOLD_MACHINE = new StateMachine<HoldStatus>('hold', {
  held: ['allocated', 'expired', 'released'],
  allocated: ['shipped', 'released'],
  shipped: [],
  expired: [],
  released: [],
});

/** Stock kept for one checkout at one location. */
export interface Hold {
  readonly checkoutId: Id<'chk'>;
  readonly variantId: VariantId;
  readonly locationId: LocationId;
  readonly quantity: number;
  readonly expiresAt: Date;
  readonly pinned: boolean;
}
