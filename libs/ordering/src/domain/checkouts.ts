import type { CartId, CartSnapshot } from './cart.js';
import type { AskedBy, Checkout, CheckoutId, CheckoutStatus } from './checkout.js';
import type { OrderId } from './order.js';

/** A cart asked for by its id and the hash of its token. */
export interface CartClaim {
  readonly cartId: CartId;
  readonly tokenHash: Buffer;
}

export interface NewOrder {
  readonly id: OrderId;
  readonly tokenHash: Buffer;
  readonly checkout: Checkout;
}

/** Checkouts, many at a time. Every method needs an active unit of work. */
export abstract class Checkouts {
  /** Locks the carts in one global order. Answers in the order asked; undefined where id and token do not belong together. */
  abstract lockCarts(claims: readonly CartClaim[]): Promise<(CartSnapshot | undefined)[]>;

  /** Writes the prices that carts have now as the ones last seen. */
  abstract savePrices(carts: readonly CartSnapshot[]): Promise<void>;

  /** Inserts checkouts; their carts move to `checking_out`. */
  abstract insert(checkouts: readonly Checkout[]): Promise<void>;

  /** Locks checkouts in one global order. */
  abstract lock(ids: readonly CheckoutId[]): Promise<Map<CheckoutId, Checkout>>;

  /** Locks one for whoever has the token of its cart. @throws NotFound */
  abstract get(id: CheckoutId, tokenHash: Buffer): Promise<Checkout>;

  /** Writes new states; a checkout that ends without an order reopens its cart. */
  abstract move(changes: readonly { readonly checkout: Checkout; readonly to: CheckoutStatus }[]): Promise<void>;

  /** Another payment is begun, and who waits for it. */
  abstract begin(id: CheckoutId, askedBy: AskedBy | null, expiresAt: Date): Promise<void>;

  /** Checkouts become orders, their carts are converted. Answers the numbers. */
  abstract place(orders: readonly NewOrder[]): Promise<Map<OrderId, { readonly number: string; readonly placedAt: Date }>>;

  /** Checkouts whose time is over and whose payment nobody waits for, locked; others skip them meanwhile. */
  abstract takeExpired(limit: number): Promise<Checkout[]>;
}
