import { type Cart, fillCart, pay } from './buyer.js';
import { crowd, percentile } from './crowd.js';
import { count, type Screen } from './screen.js';
import type { Shop } from './shop.js';

export interface Rush {
  readonly buyers: number;
  readonly stock: number;
  readonly connections: number;
}

interface Outcome {
  sold: number;
  refused: number;
  /** Anything else, by what it was. */
  readonly strange: Map<string, number>;
  readonly latencies: number[];
}

interface Level {
  readonly on_hand: number;
  readonly reserved: number;
}

/** Sends far more buyers than there are pieces, all at once; answers whether the numbers are right. */
export async function rush(shop: Shop, screen: Screen, plan: Rush): Promise<boolean> {
  const { buyers, stock, connections } = plan;
  screen.chapter(`${count(buyers)} people want the same thing; there are ${count(stock)} of it`);
  const variant = await stockUp(shop, stock);
  const carts: Cart[] = [];
  const numbers = Array.from({ length: buyers }, (_, number) => number);
  await crowd(numbers, connections, async (number) => {
    carts.push(await fillCart(shop, variant, `buyer-${number}@example.com`));
    screen.progress('filling carts', carts.length, buyers);
  });
  screen.fact('carts filled', count(carts.length));
  const outcome: Outcome = { sold: 0, refused: 0, strange: new Map(), latencies: [] };
  const began = performance.now();
  await crowd(carts, connections, async (cart) => {
    await attempt(shop, cart, outcome);
    screen.progress('at the till', outcome.latencies.length, buyers);
  });
  const seconds = (performance.now() - began) / 1000;
  screen.fact('all answered in', `${seconds.toFixed(1)} s over ${connections} connections`);
  screen.fact('99 of 100 within', `${percentile(outcome.latencies, 0.99).toFixed(0)} ms`);
  return judge(shop, screen, variant, outcome, plan);
}

async function stockUp(shop: Shop, stock: number): Promise<string> {
  const product = await shop.admin<{ variants: { id: string }[] }>('/v1/admin/products', {
    method: 'POST',
    body: {
      title: 'The lighthouse lamp, first edition',
      status: 'published',
      variants: [{ sku: 'LAMP-1', prices: [{ amount: 24_900, currency: 'EUR' }] }],
    },
  });
  const { id } = product.variants[0]!;
  const adjustments = [{ variant_id: id, delta: stock }];
  const body = { reason: 'received', adjustments };
  await shop.admin('/v1/admin/stock-adjustments', { method: 'POST', body });
  return id;
}

async function attempt(shop: Shop, cart: Cart, outcome: Outcome): Promise<void> {
  const began = performance.now();
  const { status, body } = await pay(shop, cart);
  outcome.latencies.push(performance.now() - began);
  if (status === 201 && body.order) outcome.sold++;
  else if (status === 409 && body.code === 'insufficient-stock') outcome.refused++;
  else {
    const kind = `${status} ${body.code ?? body.status}`;
    outcome.strange.set(kind, (outcome.strange.get(kind) ?? 0) + 1);
  }
}

async function judge(
  shop: Shop,
  screen: Screen,
  variant: string,
  { sold, refused, strange }: Outcome,
  { buyers, stock }: Rush,
): Promise<boolean> {
  const { data } = await shop.admin<{ data: Level[] }>(`/v1/admin/stock-levels?variant=${variant}`);
  const reserved = data.reduce((sum, level) => sum + level.reserved, 0);
  const oversold = Math.max(sold, reserved) - stock;
  const verdicts = [
    [sold === stock, 'sold', count(sold)],
    [refused === buyers - stock, 'refused', count(refused)],
    [oversold === 0, 'oversold', count(oversold)],
    [reserved === sold, 'reserved in the books', count(reserved)],
  ] as const;
  for (const [isRight, name, value] of verdicts) screen.verdict(isRight, name, value);
  for (const [kind, times] of strange) screen.verdict(false, `answered ${kind}`, count(times));
  return verdicts.every(([isRight]) => isRight) && strange.size === 0;
}
