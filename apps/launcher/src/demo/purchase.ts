import { fillCart, type Money, pay, written } from './buyer.js';
import { eventually } from './patience.js';
import type { Screen } from './screen.js';
import type { Shop } from './shop.js';

interface Product {
  readonly title: string;
  readonly variants: readonly {
    readonly id: string;
    readonly title: string | null;
    readonly in_stock: boolean;
    readonly prices: readonly Money[];
  }[];
}

interface Mail {
  readonly subject: string;
  readonly to: string;
  readonly text: string;
}

interface Movement {
  readonly created_at: string;
  readonly reason: string;
  readonly delta_on_hand: number;
  readonly delta_reserved: number;
  readonly cause: string;
}

const BUYER = 'ada@example.com';

/** Buys one thing by card and shows what came of it: order, mail, stock ledger. */
export async function buyOne(shop: Shop, screen: Screen): Promise<boolean> {
  screen.chapter('One person buys, and pays by card (pm_card_visa)');
  const { product, variant } = await somethingToBuy(shop);
  const cart = await fillCart(shop, variant.id, BUYER);
  const { status, body } = await pay(shop, cart);
  const name = [product.title, variant.title].filter(Boolean).join(', ');
  screen.fact('bought', `${name}, ${written(variant.prices[0]!)}`);
  screen.verdict(
    status === 201 && body.order !== null,
    'held, paid, placed',
    body.order ? `order ${body.order.number}, in one call` : `answered ${status} ${body.code ?? ''}`,
  );
  if (!body.order) return false;
  await showMail(shop, screen);
  return showMovements(shop, screen, variant.id);
}

/** What is in stock by the word of the storefront; it follows the warehouse within a moment. */
function somethingToBuy(shop: Shop) {
  return eventually('A variant in stock', 15, async () => {
    const { data } = await shop.good<{ data: Product[] }>('/v1/products?in_stock=true&limit=1');
    const [product] = data;
    const variant = product?.variants.find((each) => each.in_stock && each.prices.length > 0);
    return product && variant && { product, variant };
  });
}

async function showMail(shop: Shop, screen: Screen): Promise<void> {
  const mail = await eventually('The mail of the order', 20, async () => {
    const { data } = await shop.good<{ data: Mail[] }>('/v1/test/mailbox?limit=1');
    return data[0];
  });
  screen.gap();
  screen.line(`The mail to ${mail.to}: ${screen.bold(mail.subject)}`);
  screen.text(mail.text.trim());
}

async function showMovements(shop: Shop, screen: Screen, variant: string): Promise<boolean> {
  const path = `/v1/admin/stock-movements?variant=${variant}`;
  const { data } = await shop.admin<{ data: Movement[] }>(path);
  screen.gap();
  screen.line('The ledger of its stock, every change that ever was:');
  const signed = (delta: number): string => (delta > 0 ? `+${delta}` : String(delta)).padStart(5);
  screen.line(screen.dim(`${'when'.padEnd(12)} ${'why'.padEnd(11)} ${'on hand'.padStart(8)} ${'reserved'.padStart(9)}  cause`));
  for (const { created_at, reason, delta_on_hand, delta_reserved, cause } of data.toReversed())
    screen.line(
      `${created_at.slice(11, 23)} ${reason.padEnd(11)}    ${signed(delta_on_hand)}     ${signed(delta_reserved)}  ${cause}`,
    );
  const held = data.filter(({ reason, delta_reserved }) => reason === 'hold' && delta_reserved === 1);
  screen.verdict(held.length === 1, 'one piece is reserved, once');
  return held.length === 1;
}
