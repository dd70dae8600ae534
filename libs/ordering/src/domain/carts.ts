import type { Cart, CartId } from './cart.js';

/** Carts. A cart is reached by its id together with the hash of its token; knowing the id is never enough. */
export abstract class Carts {
  abstract add(cart: Cart, tokenHash: Buffer): Promise<void>;

  /** Locks the cart until the end of the unit of work. @throws NotFound when id and token do not belong together. */
  abstract get(id: CartId, tokenHash: Buffer): Promise<Cart>;

  abstract save(cart: Cart): Promise<void>;
}
