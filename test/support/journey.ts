import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.js';
import type { Shop } from './shop.js';

/** A shop, wherever it runs. */
export type Asked = Pick<Shop, 'ask' | 'admin'>;

/** A product with one variant that can be bought. */
export async function sellable(shop: Asked, { stock = 10, price = 1999, title = 'Mug' } = {}): Promise<string> {
  const product = await shop.admin('POST', '/v1/admin/products', {
    title, handle: `p-${randomUUID()}`, status: 'published', variants: [{ prices: [{ amount: price, currency: 'EUR' }] }],
  });
  if (product.status !== 201) throw new Error(product.text);
  const variant = product.body.variants[0].id as string;
  if (stock > 0) await restock(shop, variant, stock);
  return variant;
}

export async function restock(shop: Asked, variant_id: string, delta: number): Promise<void> {
  const answer = await shop.admin('POST', '/v1/admin/stock-adjustments', { reason: 'received', adjustments: [{ variant_id, delta }] });
  if (answer.status !== 201) throw new Error(answer.text);
}

export interface OpenedCart {
  readonly id: string;
  readonly token: string;
  readonly headers: Record<string, string>;
}

export const ADDRESS = { name: 'Ada Lovelace', line1: '12 Harbor Street', city: 'Hamburg', postal_code: '20457', country: 'DE' };

export async function cartWith(shop: Asked, ...lines: [variant: string, quantity: number][]): Promise<OpenedCart> {
  const { status, body, text } = await shop.ask('POST', '/v1/carts', {
    body: { currency: 'EUR', email: 'ada@example.com', shipping_address: ADDRESS, lines: lines.map(([variant_id, quantity]) => ({ variant_id, quantity })) },
  });
  if (status !== 201) throw new Error(text);
  return { id: body.id, token: body.token, headers: { 'holdfast-cart-token': body.token } };
}

export const MANUAL = { gateway: 'manual', method: 'transfer' };
export const card = (method = 'pm_card_visa') => ({ gateway: 'stripe', method });

export interface CheckoutOptions {
  readonly payment?: object;
  readonly key?: string;
}

export function checkOut(shop: Asked, cart: OpenedCart, { payment = MANUAL, key = randomUUID() }: CheckoutOptions = {}): Promise<Answer> {
  return shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': key }, body: { cart_id: cart.id, payment } });
}

/** What can be bought of a variant now. */
export async function available(shop: Asked, variant: string): Promise<number> {
  const { body } = await shop.admin('GET', `/v1/admin/stock-levels?variant=${variant}`);
  return body.data.reduce((sum: number, level: { available: number }) => sum + level.available, 0);
}

/** Every invariant holds. */
export async function expectProof(shop: Asked): Promise<void> {
  const { body } = await shop.admin('GET', '/v1/ops/invariants');
  expect(body.data.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
  expect(body.data.length).toBeGreaterThan(12);
}
