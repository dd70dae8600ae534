import type { Answer, Shop } from './shop.js';

export interface Cart {
  readonly id: string;
  readonly token: string;
}

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface Checkout {
  readonly id: string;
  readonly status: string;
  readonly total: Money;
  readonly order: { readonly id: string; readonly number: string } | null;
  /** Of a refusal. */
  readonly code?: string;
}

/** Opens a cart with one piece of a variant in it. */
export function fillCart(shop: Shop, variant: string, email: string): Promise<Cart> {
  const body = {
    currency: 'EUR',
    email,
    shipping_address: {
      name: 'Ada Lovelace',
      line1: '1 Engine Street',
      city: 'Berlin',
      postal_code: '10115',
      country: 'DE',
    },
    lines: [{ variant_id: variant, quantity: 1 }],
  };
  return shop.good<Cart>('/v1/carts', { method: 'POST', body });
}

/** Pays a cart by card, in one call. */
export function pay(shop: Shop, { id, token }: Cart): Promise<Answer<Checkout>> {
  return shop.ask<Checkout>('/v1/checkouts', {
    method: 'POST',
    headers: { 'Holdfast-Cart-Token': token },
    body: { cart_id: id, payment: { gateway: 'stripe', method: 'pm_card_visa' } },
  });
}

export const written = ({ amount, currency }: Money): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount / 100);
