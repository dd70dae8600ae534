import { randomUUID } from 'node:crypto';
import { crowd } from '../../../apps/launcher/src/demo/crowd.js';
import type { FinalReply, HttpClient } from '../../support/http-client.js';
import { BUYER } from '../buyer.js';

/** Somebody with one piece of the variant in the cart. */
export interface Buyer {
  readonly cart: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Walks away with the checkout open: the stock is held, and never paid. */
  readonly walksAway: boolean;
}

/** What became of a buyer at the till. */
export interface Outcome {
  /** Place in the line: when the first request was sent, of all. */
  readonly place: number;
  readonly buyer: Buyer;
  readonly reply: FinalReply;
  /** From the first request to the final answer. */
  readonly ms: number;
  readonly kind: 'sold' | 'refused' | 'held' | 'strange';
}

/** Fills the carts. */
export async function fillCarts(client: HttpClient, variant: string, walkers: readonly boolean[], atOnce: number): Promise<Buyer[]> {
  const buyers: Buyer[] = [];
  await crowd(walkers, atOnce, async (walksAway) => {
    const body = { ...BUYER, lines: [{ variant_id: variant, quantity: 1 }] };
    const cart = await client.good({ method: 'POST', path: '/v1/carts', key: randomUUID(), body });
    buyers.push({ cart: cart.id, headers: { 'holdfast-cart-token': cart.token }, walksAway });
  });
  return buyers;
}

/** Sends all of them to the till, each with one key until there is a final answer; `arrived` is told how many have come. */
export async function rush(client: HttpClient, buyers: readonly Buyer[], atOnce: number, arrived: (count: number) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let place = 0;
  await crowd(buyers, atOnce, async (buyer) => {
    const own = ++place;
    arrived(own);
    const began = performance.now();
    const payment = buyer.walksAway ? undefined : { gateway: 'stripe', method: 'pm_card_visa' };
    const reply = await client.untilFinal({ method: 'POST', path: '/v1/checkouts', headers: buyer.headers, key: randomUUID(), body: { cart_id: buyer.cart, payment } });
    outcomes.push({ place: own, buyer, reply, ms: performance.now() - began, kind: kindOf(reply) });
  });
  return outcomes;
}

function kindOf({ status, body }: FinalReply): Outcome['kind'] {
  if (status === 201 && body.status === 'completed' && body.order) return 'sold';
  if (status === 201 && body.status === 'open') return 'held';
  return status === 409 && body.code === 'insufficient-stock' ? 'refused' : 'strange';
}
