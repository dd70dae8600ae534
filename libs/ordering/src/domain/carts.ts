import type { Cart, CartId } from './cart.js';
import type { CartHolder, CartOwner, CustomerId } from './cart-holder.js';

/** A new cart and the one way in. */
export interface OwnedCart {
  readonly cart: Cart;
  readonly owner: CartOwner;
}

/** What somebody who logs in has: the cart that they claim, and the one that was theirs before. */
export interface ClaimedCarts {
  /** Undefined when it is not there for who asks. */
  readonly brought: Cart | undefined;
  /** The cart of the customer that is not over, unless it is the one brought. */
  readonly own: Cart | undefined;
}

/** Carts. A cart is reached by its id together with whose it is; knowing the id is never enough. Every call needs an active unit of work. */
export abstract class Carts {
  /** Adds carts of guests, or one of a customer. @throws CartExists when the customer has one that is not over. */
  abstract add(carts: readonly OwnedCart[]): Promise<void>;

  /** Locks the cart until the end of the unit of work. @throws NotFound when it is not the holder's. */
  abstract get(id: CartId, holder: CartHolder): Promise<Cart>;

  /** Locks both carts of a customer who claims one, after those who claim for the same customer at the same time. */
  abstract claimed(id: CartId, tokenHash: Buffer, customerId: CustomerId): Promise<ClaimedCarts>;

  /** Writes what changed. The secret of a cart that became a customer's does not count any more. */
  abstract save(...carts: readonly Cart[]): Promise<void>;
}
