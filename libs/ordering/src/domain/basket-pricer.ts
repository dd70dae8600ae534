import { Money, type MoneyData } from '@holdfast/kernel';

/** What is to be priced: so many pieces at a price each. */
export interface BasketLine {
  readonly quantity: number;
  readonly unitPrice: MoneyData;
}

/** What a basket costs. `lines` in the order given; they add up to `subtotal`. */
export interface BasketPrice {
  readonly lines: readonly MoneyData[];
  readonly subtotal: MoneyData;
  readonly total: MoneyData;
}

/** Prices a basket as a whole. Pure: the same basket costs the same, in the cart and in the checkout. */
export abstract class BasketPricer {
  abstract price(lines: readonly BasketLine[], currency: string): BasketPrice;
}

/** Prices by lines alone: quantity times unit price. */
export class LinePricer extends BasketPricer {
  price(lines: readonly BasketLine[], currency: string): BasketPrice {
    const totals = lines.map(({ quantity, unitPrice }) => Money.of(unitPrice.amount, unitPrice.currency).times(quantity));
    const subtotal = totals.reduce((sum, total) => sum.plus(total), Money.zero(currency)).toJSON();
    return { lines: totals.map((total) => total.toJSON()), subtotal, total: subtotal };
  }
}
