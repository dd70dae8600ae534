import { NotFound } from '@holdfast/kernel';
import { type BroughtCart, type ClaimedCart, LoginListener } from '../login-listener.js';
import type { CustomerId } from '../domain/customer.js';

/** The keeper of carts, where there is one; without one nobody brings any. */
export class LoginListeners extends LoginListener {
  #keeper?: LoginListener;

  add(keeper: LoginListener): void {
    this.#keeper = keeper;
  }

  async cartBrought(customer: CustomerId, cart: BroughtCart): Promise<ClaimedCart> {
    if (!this.#keeper) throw new NotFound();
    return this.#keeper.cartBrought(customer, cart);
  }

  cartLost(error: unknown): void {
    this.#keeper?.cartLost(error);
  }
}
