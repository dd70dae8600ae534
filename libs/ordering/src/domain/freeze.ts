import type { SellableVariant } from '@holdfast/catalog';
import { type DomainError, type MoneyData, NotFound } from '@holdfast/kernel';
import type { BasketPricer } from './basket-pricer.js';
import type { CartSnapshot } from './cart.js';
import type { AskedBy, Checkout, CheckoutId } from './checkout.js';
import { CartChanged, CartIncomplete, PriceChanged } from './errors.js';
import { tenderOf } from './tender.js';

/** Variants by `currency:variant id`. */
export type Sold = ReadonlyMap<string, SellableVariant>;

export interface Refusal {
  readonly error: DomainError;
  /** The cart with the prices of now, when they are why it was refused. */
  readonly repriced?: CartSnapshot;
}

/** Why this cart cannot be checked out as it stands; undefined when it can. `taken` are carts that others of the batch have. */
export function refusalOf(cart: CartSnapshot | undefined, sold: Sold, taken: ReadonlySet<string>): Refusal | undefined {
  if (!cart) return { error: new NotFound() };
  if (cart.status !== 'open' || taken.has(cart.id)) {
    return { error: new CartChanged(cart.status === 'converted' ? 'This cart became an order already.' : 'A checkout of this cart is under way.', { cart_status: taken.has(cart.id) ? 'checking_out' : cart.status }) };
  }
  const missing = [...(cart.lines.length === 0 ? ['lines'] : []), ...(cart.email === null ? ['email'] : [])];
  if (missing.length > 0) return { error: new CartIncomplete(missing) };
  const variantOf = (variantId: string) => sold.get(`${cart.currency}:${variantId}`);
  const gone = cart.lines.filter(({ variantId }) => !variantOf(variantId));
  if (gone.length > 0) {
    return { error: new CartChanged('Some lines are not sold any more.', { lines: gone.map(({ id, variantId }) => ({ line_id: id, variant_id: variantId })) }) };
  }
  const changed = cart.lines.filter(({ variantId, unitPrice }) => variantOf(variantId)!.price.amount !== unitPrice);
  if (changed.length === 0) return undefined;
  return {
    error: new PriceChanged(
      changed.map(({ id, variantId, unitPrice }) => ({ line_id: id, previous: { amount: unitPrice, currency: cart.currency }, current: variantOf(variantId)!.price })),
    ),
    repriced: { ...cart, lines: cart.lines.map((line) => ({ ...line, unitPrice: variantOf(line.variantId)!.price.amount })) },
  };
}

export interface Freezing {
  readonly id: CheckoutId;
  readonly now: Date;
  readonly until: Date;
  readonly askedBy: AskedBy;
  /** What a payment takes that begins together with the checkout: all of it when no amount was asked for. */
  readonly paying: { readonly amount?: MoneyData | undefined } | undefined;
}

/** The checkout of a cart that can be checked out: its lines, titles and prices as they are now. @throws PaymentBeyondTotal TenderCurrencyMismatch */
export function frozen(cart: CartSnapshot, sold: Sold, pricer: BasketPricer, { id, now, until, askedBy, paying }: Freezing): Checkout {
  const variants = cart.lines.map(({ variantId }) => sold.get(`${cart.currency}:${variantId}`)!);
  const price = pricer.price(cart.lines.map(({ quantity }, i) => ({ quantity, unitPrice: variants[i]!.price })), cart.currency);
  // Nothing to pay needs no gateway.
  const begins = paying !== undefined && price.total.amount > 0;
  const tendered = begins ? tenderOf(price.total, [], paying.amount).amount : 0;
  return {
    id,
    cartId: cart.id,
    status: begins ? 'processing' : 'open',
    email: cart.email!,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    lines: cart.lines.map((line, i) => {
      const { productId, title, variantTitle, sku, price: unit } = variants[i]!;
      return { id: line.id, variantId: line.variantId, productId, title, variantTitle, sku, quantity: line.quantity, unitPrice: unit.amount, total: price.lines[i]!.amount };
    }),
    subtotal: price.subtotal,
    total: price.total,
    expiresAt: until,
    createdAt: now,
    askedBy,
    attempts: begins ? 1 : 0,
    tendered,
    version: 1,
  };
}
