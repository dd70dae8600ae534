import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.js';
import { card, cartWith, checkOut, sellable } from './journey.js';
import { ADMIN_KEY, type Shop } from './shop.js';

export interface Paid {
  readonly id: string;
  readonly checkoutId: string;
  readonly orderId: string;
}

/** A placed order of one piece, and its payment: authorized alone unless `capture` says otherwise. */
export async function paid(shop: Shop, { price = 2_000, payment = { ...card(), capture: 'manual' } as object } = {}): Promise<Paid> {
  const { status, body, text } = await checkOut(shop, await cartWith(shop, [await sellable(shop, { price }), 1]), { payment });
  if (status !== 201) throw new Error(text);
  return { id: body.payments[0].id, checkoutId: body.id, orderId: body.order.id };
}

export const euros = (amount: number) => ({ amount, currency: 'EUR' });

/** Asks for a capture, void or refund: of all that there is, or of an amount in EUR. */
export function act(shop: Shop, payment: { readonly id: string }, action: 'captures' | 'voids' | 'refunds', amount?: number, key: string = randomUUID()): Promise<Answer> {
  return shop.admin('POST', `/v1/admin/payments/${payment.id}/${action}`, amount === undefined ? {} : { amount: euros(amount) }, { 'idempotency-key': key });
}

/** The same to another instance of the API. */
export async function actAt(url: string, payment: { readonly id: string }, action: string, amount?: number): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${url}/v1/admin/payments/${payment.id}/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
    body: JSON.stringify(amount === undefined ? {} : { amount: euros(amount) }),
  });
  return { status: answer.status, body: await answer.json() };
}

export const paymentNow = async (shop: Shop, { id }: { readonly id: string }) => (await shop.admin('GET', `/v1/admin/payments/${id}`)).body;
