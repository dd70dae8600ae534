import { Query } from '@nestjs/cqrs';
import type { CartId } from '../domain/cart.js';
import type { CartView } from './cart-view.js';

/** One cart, for whoever has its token. @throws NotFound */
export class GetCart extends Query<CartView> {
  constructor(
    readonly id: CartId,
    readonly tokenHash: Buffer,
  ) {
    super();
  }
}
