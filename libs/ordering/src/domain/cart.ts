import { type Address, type Id, type MoneyData, newId, StateMachine } from '@holdfast/kernel';
import { CartFull, CartNotOpen, QuantityTooLarge } from './errors.js';

export type CartId = Id<'cart'>;
export type VariantId = Id<'var'>;
export type LineId = Id<'line'>;
export type CartStatus = 'open' | 'checking_out' | 'converted' | 'abandoned';

export const CART_MACHINE = new StateMachine<CartStatus>('cart', {
  open: ['checking_out', 'abandoned'],
  checking_out: ['open', 'converted'],
  converted: [],
  abandoned: [],
});

export const MAX_LINES = 200;
export const MAX_QUANTITY = 10_000;

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
  static open(id: CartId, currency: string, lines: readonly NewCartLine[] = [], details: CartDetails = {}): Cart {
    const cart = new Cart({
      id, currency, status: 'open', email: null, shippingAddress: null, billingAddress: null, metadata: {}, lines: [], version: 1,
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

  /** Takes the prices as they are shown now. Never refuses: it changes nothing that was agreed. */
  seePrices(prices: ReadonlyMap<VariantId, { readonly price: MoneyData }>): void {
    const lines = this.lines.map((line) => ({ ...line, unitPrice: prices.get(line.variantId)?.price.amount ?? line.unitPrice }));
    this.#state = { ...this.#state, lines };
  }

  #replace(line: CartLine): void {
    this.#assertQuantity(line.quantity);
    this.#change({ lines: this.lines.map((other) => (other.id === line.id ? line : other)) });
  }

  #change(change: Partial<CartSnapshot>): void {
    if (this.#state.status !== 'open') throw new CartNotOpen(this.#state.status);
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 };
  }

  #assertQuantity(quantity: number): void {
    if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) throw new QuantityTooLarge(MAX_QUANTITY);
  }
}
