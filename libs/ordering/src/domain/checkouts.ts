import type { CartId, CartSnapshot } from './cart.js';
import type { CartHolder, CustomerId } from './cart-holder.js';
import type { AskedBy, Checkout, CheckoutId, CheckoutStatus } from './checkout.js';
import type { OrderId } from './order.js';

/** A cart asked for by its id and by whoever has it. */
export interface CartClaim {
  readonly cartId: CartId;
  readonly holder: CartHolder;
}

export interface NewOrder {
  readonly id: OrderId;
  readonly tokenHash: Buffer;
  readonly checkout: Checkout;
}

/** What is known of an order once it is placed. */
export interface PlacedFacts {
  readonly number: string;
  readonly placedAt: Date;
  /** Null for a guest's. */
  readonly customerId: CustomerId | null;
}

/** Checkouts, many at a time. Every method needs an active unit of work. */
export abstract class Checkouts {
  /** Locks the carts in one global order. Answers in the order asked; undefined where the cart is not the holder's. */
  abstract lockCarts(claims: readonly CartClaim[]): Promise<(CartSnapshot | undefined)[]>;

  /** Writes the prices that carts have now as the ones last seen. */
  abstract savePrices(carts: readonly CartSnapshot[]): Promise<void>;

  /** Inserts checkouts; their carts move to `checking_out`. */
  abstract insert(checkouts: readonly Checkout[]): Promise<void>;

  /** Locks checkouts in one global order. */
  abstract lock(ids: readonly CheckoutId[]): Promise<Map<CheckoutId, Checkout>>;

  /** Locks one for whoever has its cart. @throws NotFound */
  abstract get(id: CheckoutId, holder: CartHolder): Promise<Checkout>;

  /** Writes new states; a checkout that ends without an order reopens its cart. */
  abstract move(changes: readonly { readonly checkout: Checkout; readonly to: CheckoutStatus }[]): Promise<void>;

  /** Another payment is begun: who waits for it, and what all live ones come to with it. */
  abstract begin(id: CheckoutId, askedBy: AskedBy | null, expiresAt: Date, tendered: number): Promise<void>;

  /** Checkouts become orders of whom their carts belong to, and the carts are converted. */
  abstract place(orders: readonly NewOrder[]): Promise<Map<OrderId, PlacedFacts>>;

  /** Checkouts whose time is over and whose payment nobody waits for, the longest first. */
  abstract expired(limit: number): Promise<CheckoutId[]>;

  /** Those of them that still are, locked; others skip them meanwhile. */
  abstract takeExpired(ids: readonly CheckoutId[]): Promise<Checkout[]>;
}
