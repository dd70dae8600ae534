import { type MoneyData, problem } from '@holdfast/kernel';

export class VariantUnavailable extends problem({
  code: 'variant-unavailable',
  kind: 'refused',
  title: 'This variant cannot be bought',
  about: 'It does not exist, is not published, or has no price in the currency of the cart.',
}) {
  constructor(variantIds: readonly string[], currency: string) {
    super(`Some variants are not sold in ${currency} at the moment.`, { variant_ids: variantIds, currency });
  }
}

export class CartFull extends problem({ code: 'cart-full', kind: 'refused', title: 'The cart takes no more lines' }) {
  constructor(limit: number) {
    super(`A cart has at most ${limit} lines.`, { limit });
  }
}

export class QuantityTooLarge extends problem({ code: 'quantity-too-large', kind: 'refused', title: 'That many are not sold at once' }) {
  constructor(limit: number) {
    super(`A line has at most ${limit} pieces.`, { limit });
  }
}

const WHY_NOT_OPEN: Readonly<Record<string, string>> = {
  converted: 'This cart became an order.',
  abandoned: 'This cart was given up. Open another one.',
  merged: 'What was in this cart went to another one: go on with that.',
};

export class CartNotOpen extends problem({
  code: 'cart-not-open',
  kind: 'conflict',
  title: 'The cart cannot be changed any more',
  about: 'A checkout of this cart is under way, or it became an order. Cancel the checkout to change the cart.',
}) {
  constructor(status: string, checkoutId?: string) {
    super(WHY_NOT_OPEN[status] ?? 'A checkout of this cart is under way.', {
      cart_status: status,
      ...(checkoutId ? { checkout_id: checkoutId } : {}),
    });
  }
}

export class CartIncomplete extends problem({
  code: 'cart-incomplete',
  kind: 'refused',
  title: 'The cart lacks something that an order needs',
}) {
  constructor(missing: readonly string[]) {
    super(`Before the checkout the cart needs: ${missing.join(', ')}.`, { missing });
  }
}

export class CartChanged extends problem({
  code: 'cart-changed',
  kind: 'conflict',
  title: 'Something in the cart cannot be bought as it stands',
  about: 'A line is not sold any more, or the cart is in another checkout already. Read the cart again.',
}) {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, details);
  }
}

/** A line whose price is not what the shopper saw last. */
export interface PriceDifference {
  readonly line_id: string;
  readonly previous: MoneyData;
  readonly current: MoneyData;
}

export class PriceChanged extends problem({
  code: 'price-changed',
  kind: 'conflict',
  title: 'A price changed since the cart was last shown',
  about: 'Show the shopper the cart again. A second checkout of it takes the new prices.',
}) {
  constructor(lines: readonly PriceDifference[]) {
    super('Some prices changed. The cart has the new ones now; show it again.', { lines });
  }
}

export class InsufficientStock extends problem({
  code: 'insufficient-stock',
  kind: 'conflict',
  title: 'There is not enough stock',
  about: '`lines` tells for each line what was asked for and what is available. Nothing was reserved.',
}) {
  constructor(lines: readonly { readonly line_id: string; readonly variant_id: string; readonly requested: number; readonly available: number }[]) {
    super('Some lines ask for more than there is.', { lines });
  }
}

export class PaymentDeclined extends problem({
  code: 'payment-declined',
  kind: 'payment-refused',
  title: 'The payment was declined',
  about: 'Nothing was charged. The checkout keeps its stock until `expires_at`: try another payment with POST /v1/checkouts/{checkout_id}/payments.',
}) {
  constructor(details: { readonly checkout_id: string; readonly payment_id: string; readonly decline_code: string | null; readonly expires_at: string }) {
    super('The payment was declined. Try another way to pay.', details);
  }
}

export class CheckoutNotOpen extends problem({
  code: 'checkout-not-open',
  kind: 'conflict',
  title: 'The checkout takes no payment any more',
}) {
  constructor(status: string) {
    super(`The checkout is ${status.replace('_', ' ')}.`, { checkout_status: status });
  }
}
