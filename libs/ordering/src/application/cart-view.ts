import type { SellableVariant } from '@holdfast/catalog';
import type { Address, MoneyData } from '@holdfast/kernel';
import type { BasketPricer } from '../domain/basket-pricer.js';
import type { CartSnapshot, CartStatus } from '../domain/cart.js';

/** Something about a line that the shopper should know before the checkout. */
export interface CartProblem {
  readonly code: 'price-changed' | 'variant-unavailable';
  readonly line_id: string;
}

export interface CartLineView {
  readonly id: string;
  readonly variant_id: string;
  readonly product_id: string | null;
  readonly product_handle: string | null;
  readonly title: string | null;
  readonly variant_title: string | null;
  readonly sku: string | null;
  readonly image_url: string | null;
  readonly quantity: number;
  readonly unit_price: MoneyData | null;
  readonly total: MoneyData | null;
}

/** A cart as clients see it, at the prices of now. */
export interface CartView {
  readonly id: string;
  readonly status: CartStatus;
  readonly currency: string;
  readonly email: string | null;
  readonly shipping_address: Address | null;
  readonly billing_address: Address | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly lines: readonly CartLineView[];
  readonly subtotal: MoneyData;
  readonly total: MoneyData;
  readonly problems: readonly CartProblem[];
  readonly customer_id: string | null;
  readonly merged_into: string | null;
  readonly version: number;
}

/** Lines that are not sold any more stay visible, without a price, and do not count. */
export function cartView(cart: CartSnapshot, sold: ReadonlyMap<string, SellableVariant>, pricer: BasketPricer): CartView {
  const sellable = cart.lines.filter(({ variantId }) => sold.has(variantId));
  const price = pricer.price(
    sellable.map(({ variantId, quantity }) => ({ quantity, unitPrice: sold.get(variantId)!.price })),
    cart.currency,
  );
  const totals = new Map(sellable.map(({ id }, position) => [id, price.lines[position]!]));
  return {
    id: cart.id,
    status: cart.status,
    currency: cart.currency,
    email: cart.email,
    shipping_address: cart.shippingAddress,
    billing_address: cart.billingAddress,
    metadata: cart.metadata,
    lines: cart.lines.map(({ id, variantId, quantity }) => {
      const variant = sold.get(variantId);
      return {
        id,
        variant_id: variantId,
        product_id: variant?.productId ?? null,
        product_handle: variant?.handle ?? null,
        title: variant?.title ?? null,
        variant_title: variant?.variantTitle ?? null,
        sku: variant?.sku ?? null,
        image_url: variant?.imageUrl ?? null,
        quantity,
        unit_price: variant?.price ?? null,
        total: totals.get(id) ?? null,
      };
    }),
    subtotal: price.subtotal,
    total: price.total,
    problems: cart.lines.flatMap(({ id, variantId, unitPrice }): CartProblem[] => {
      const variant = sold.get(variantId);
      if (!variant) return [{ code: 'variant-unavailable', line_id: id }];
      return variant.price.amount === unitPrice ? [] : [{ code: 'price-changed', line_id: id }];
    }),
    customer_id: cart.customerId,
    merged_into: cart.mergedInto,
    version: cart.version,
  };
}
