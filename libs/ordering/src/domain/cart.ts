import { type Address, type Id, type MoneyData, newId, StateMachine } from '@holdfast/kernel';
import type { CustomerId } from './cart-holder.js';
import { CurrenciesDiffer } from './cart-errors.js';
import { CartFull, CartNotOpen, QuantityTooLarge } from './errors.js';

export type CartId = Id<'cart'>;
export type VariantId = Id<'var'>;
export type LineId = Id<'line'>;
export type CartStatus = 'open' | 'checking_out' | 'converted' | 'abandoned' | 'merged';

export const CART_MACHINE = new StateMachine<CartStatus>('cart', {
  open: ['checking_out', 'abandoned', 'merged'],
  checking_out: ['open', 'converted'],
  converted: [],
  abandoned: [],
  merged: [],
});

export const MAX_LINES = 200;
export const MAX_QUANTITY = 10_000;
export const MAX_METADATA = 50;

/** One variant in a cart, with the price that the shopper saw last. */
export interface CartLine {
  readonly id: LineId;
  readonly variantId: VariantId;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** What a shopper may say about a cart besides its lines. Undefined leaves a field as it is, null clears it. */
export interface CartDetails {
  readonly email?: string | null;
  readonly shippingAddress?: Address | null;
  readonly billingAddress?: Address | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface CartSnapshot {
  readonly id: CartId;
  readonly status: CartStatus;
  readonly currency: string;
  readonly email: string | null;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly lines: readonly CartLine[];
  /** Whose it is; null for a guest's. Once it is somebody's it stays theirs. */
  readonly customerId: CustomerId | null;
  /** The cart that its lines went to when a guest logged in. */
  readonly mergedInto: CartId | null;
  readonly version: number;
}

/** A line to begin a cart with; `price` in minor units. */
export interface NewCartLine {
  readonly variantId: VariantId;
  readonly quantity: number;
  readonly price: number;
}

/** What is to be bought, while it can still change. Prices are looked up by whoever calls: `price` is minor units. */
export class Cart {
  #state: CartSnapshot;

  private constructor(state: CartSnapshot) {
    this.#state = state;
  }

  /** @throws CartFull, QuantityTooLarge */
  static open(id: CartId, currency: string, lines: readonly NewCartLine[] = [], details: CartDetails = {}, customerId: CustomerId | null = null): Cart {
    const cart = new Cart({
      id, currency, status: 'open', email: null, shippingAddress: null, billingAddress: null, metadata: {}, lines: [], customerId, mergedInto: null,
      version: 1,
    });
    for (const { variantId, quantity, price } of lines) cart.add(variantId, quantity, price);
    cart.describe(details);
    return new Cart({ ...cart.#state, version: 1 });
  }

  static restore(snapshot: CartSnapshot): Cart {
    return new Cart(snapshot);
  }

  snapshot(): CartSnapshot {
    return this.#state;
  }

  get id(): CartId {
    return this.#state.id;
  }

  get customerId(): CustomerId | null {
    return this.#state.customerId;
  }

  get currency(): string {
    return this.#state.currency;
  }

  get lines(): readonly CartLine[] {
    return this.#state.lines;
  }

  /**
   * Puts so many of a variant into the cart; what is there already is added to.
   * @throws CartNotOpen, CartFull, QuantityTooLarge
   */
  add(variantId: VariantId, quantity: number, price: number): LineId {
    const there = this.lines.find((line) => line.variantId === variantId);
    if (there) {
      this.#replace({ ...there, quantity: there.quantity + quantity, unitPrice: price });
      return there.id;
    }
    this.#assertQuantity(quantity);
    if (this.lines.length >= MAX_LINES) throw new CartFull(MAX_LINES);
    const line = { id: newId('line'), variantId, quantity, unitPrice: price };
    this.#change({ lines: [...this.lines, line] });
    return line.id;
  }

  /** @returns false when there is no such line. @throws CartNotOpen, QuantityTooLarge */
  setQuantity(lineId: LineId, quantity: number): boolean {
    const line = this.lines.find(({ id }) => id === lineId);
    if (line) this.#replace({ ...line, quantity });
    return line !== undefined;
  }

  /** @returns false when there is no such line. @throws CartNotOpen */
  remove(lineId: LineId): boolean {
    const lines = this.lines.filter(({ id }) => id !== lineId);
    const found = lines.length < this.lines.length;
    if (found) this.#change({ lines });
    return found;
  }

  /** @throws CartNotOpen */
  describe(details: CartDetails): void {
    const given = Object.entries(details).filter(([, value]) => value !== undefined);
    if (given.length > 0) this.#change(Object.fromEntries(given));
  }

  /** A guest's cart becomes that of the customer who logs in. @throws CartNotOpen */
  claimFor(customerId: CustomerId): void {
    this.#change({ customerId });
  }

  /**
   * Moves what a guest's cart holds into the one that its customer has already, and ends it. Quantities of one variant add up, to at most
   * what a line takes; what the customer's cart says about itself stays, the guest's fills the gaps. Nothing changes when it is refused.
   * @throws CartNotOpen, CurrenciesDiffer, CartFull
   */
  mergeInto(own: Cart): void {
    own.#assertOpen();
    this.#assertOpen();
    if (own.currency !== this.currency) throw new CurrenciesDiffer(this.currency, own.currency);
    own.#takeIn(this.#state);
    this.#change({ status: 'merged', customerId: own.#state.customerId, mergedInto: own.id });
  }

  /** Takes the prices as they are shown now. Never refuses: it changes nothing that was agreed. */
  seePrices(prices: ReadonlyMap<VariantId, { readonly price: MoneyData }>): void {
    const lines = this.lines.map((line) => ({ ...line, unitPrice: prices.get(line.variantId)?.price.amount ?? line.unitPrice }));
    this.#state = { ...this.#state, lines };
  }

  #takeIn({ lines: brought, email, shippingAddress, billingAddress, metadata }: CartSnapshot): void {
    const lines = this.lines.map((line) => {
      const more = brought.find(({ variantId }) => variantId === line.variantId);
      return more ? { ...line, quantity: Math.min(line.quantity + more.quantity, MAX_QUANTITY), unitPrice: more.unitPrice } : line;
    });
    const known = new Set(lines.map(({ variantId }) => variantId));
    lines.push(...brought.filter(({ variantId }) => !known.has(variantId)));
    if (lines.length > MAX_LINES) throw new CartFull(MAX_LINES);
    const own = this.#state;
    const gaps = Object.entries(metadata).filter(([key]) => !(key in own.metadata));
    this.#change({
      lines,
      email: own.email ?? email,
      shippingAddress: own.shippingAddress ?? shippingAddress,
      billingAddress: own.billingAddress ?? billingAddress,
      metadata: Object.fromEntries([...Object.entries(own.metadata), ...gaps].slice(0, MAX_METADATA)),
    });
  }

  #replace(line: CartLine): void {
    this.#assertQuantity(line.quantity);
    this.#change({ lines: this.lines.map((other) => (other.id === line.id ? line : other)) });
  }

  #change(change: Partial<CartSnapshot>): void {
    this.#assertOpen();
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 };
  }

  #assertOpen(): void {
    if (this.#state.status !== 'open') throw new CartNotOpen(this.#state.status);
  }

  #assertQuantity(quantity: number): void {
    if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) throw new QuantityTooLarge(MAX_QUANTITY);
  }
}
