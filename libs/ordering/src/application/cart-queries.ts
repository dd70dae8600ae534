import { Query } from '@nestjs/cqrs';
import type { CartId } from '../domain/cart.js';
import type { CartHolder, CustomerId } from '../domain/cart-holder.js';
import type { CartView } from './cart-view.js';

/** One cart, for whoever has it. @throws NotFound */
export class GetCart extends Query<CartView> {
  constructor(
    readonly id: CartId,
    readonly holder: CartHolder,
  ) {
    super();
  }
}

/** The cart of a customer that is not over. @throws NotFound */
export class GetCurrentCart extends Query<CartView> {
  constructor(readonly customerId: CustomerId) {
    super();
  }
}
