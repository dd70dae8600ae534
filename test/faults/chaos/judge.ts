import pg from 'pg';
import { toUuid } from '@holdfast/kernel';
import { judgeAll } from '../histories/judge.js';
import type { Installation } from './installation.js';
import type { Log } from './load.js';

const CALM_WITHIN_MS = 120_000;
const ASK_AGAIN_MS = 1_000;

interface Stock {
  readonly variant: string;
  /** Before anybody came. */
  readonly first: number;
}

/** What is not as it must be once everything works again and had the time to end, in words. */
export async function complaintsAbout(shop: Installation, log: Log, stock: Stock): Promise<string[]> {
  const data = new pg.Pool({ connectionString: shop.databaseUrl, max: 4 });
  const books = new pg.Pool({ connectionString: shop.fleet.sandboxDatabase.url, max: 4 });
  try {
    const end = performance.now() + CALM_WITHIN_MS;
    for (;;) {
      const wrong = [
        ...new Set(log.strange), ...(await shop.fleet.brokenInvariants()), ...(await judgeAll({ data, books })), ...(await unfinished(data)),
        ...(await ordersOf(data, log)), ...(await cartsOf(data, log)), ...(await operationsOf(data, log)), ...(await stockOf(data, log, stock)), ...(await mails(data)),
      ];
      if (wrong.length === 0 || performance.now() > end) return wrong;
      await new Promise((wake) => setTimeout(wake, ASK_AGAIN_MS));
    }
  } finally {
    await Promise.all([data.end(), books.end()]);
  }
}

/** Every order that a client was told of is there as it was told, once, and there is none that nobody was told of. */
async function ordersOf(data: pg.Pool, { orders }: Log): Promise<string[]> {
  const { rows } = await data.query<{ id: string; checkout: string; total: number }>('select id, checkout_id as checkout, total::int from ordering.orders');
  const there = new Map(rows.map((row) => [row.id, row]));
  const told = new Set(orders.map(({ id }) => toUuid(id)));
  const wrong = orders.filter(({ id, checkout, total }) => {
    const row = there.get(toUuid(id));
    return row?.checkout !== toUuid(checkout) || row.total !== total;
  });
  return [
    ...wrong.map((order) => `a client was told of ${JSON.stringify(order)}, and there is ${JSON.stringify(there.get(toUuid(order.id)))}`),
    ...(told.size === orders.length ? [] : ['two clients were told of one order']),
    ...rows.filter(({ id }) => !told.has(id)).map((row) => `nobody was told of the order ${JSON.stringify(row)}`),
  ];
}

async function cartsOf(data: pg.Pool, { carts }: Log): Promise<string[]> {
  const { rows } = await data.query<{ id: string }>('select id from ordering.carts');
  const there = new Set(rows.map(({ id }) => id));
  return carts.filter((id) => !there.has(toUuid(id))).map((id) => `a client was told of the cart ${id}, and it is not there`);
}

/** What staff was told of captures and refunds is so, and there are no others. */
async function operationsOf(data: pg.Pool, { operations }: Log): Promise<string[]> {
  const { rows } = await data.query<{ id: string; state: string; amount: number; actor: string | null }>(
    `select id, state, amount::int, actor from payments.operations where kind in ('capture', 'refund')`,
  );
  const there = new Map(rows.map((row) => [row.id, row]));
  const told = new Set(operations.map(({ id }) => toUuid(id)));
  const wrong = operations.filter(({ id, status, amount }) => {
    const row = there.get(toUuid(id));
    return row?.state !== status || row.amount !== amount;
  });
  const ghosts = rows.filter(({ id, actor }) => actor?.startsWith('key_') && !told.has(id));
  return [
    ...wrong.map((one) => `staff was told of ${JSON.stringify(one)}, and there is ${JSON.stringify(there.get(toUuid(one.id)))}`),
    ...ghosts.map((row) => `nobody was told of ${JSON.stringify(row)}`),
  ];
}

/** Nothing was shipped: what came in is there. */
async function stockOf(data: pg.Pool, { received }: Log, { variant, first }: Stock): Promise<string[]> {
  const { rows: [level] } = await data.query<{ on_hand: number }>('select on_hand from inventory.levels where variant_id = $1', [toUuid(variant)]);
  return level?.on_hand === first + received ? [] : [`${level?.on_hand} are on hand, and ${first} + ${received} came in`];
}

/** Nothing is under way any more. */
async function unfinished(data: pg.Pool): Promise<string[]> {
  const { rows } = await data.query(
    `select 'operation' as what, id, state as status from payments.operations where state not in ('succeeded', 'failed', 'returned', 'canceled')
      union all select 'checkout', id, status from ordering.checkouts where status in ('open', 'processing', 'requires_action')`,
  );
  return rows.map((row) => `not final: ${JSON.stringify(row)}`);
}

/** Each order was confirmed once. */
async function mails(data: pg.Pool): Promise<string[]> {
  const { rows } = await data.query(
    `select o.id, count(e.id)::int as mails, min(e.status) as status from ordering.orders o left join notifications.emails e on e.subject_id = o.id and e.kind = 'order-confirmation'
      group by o.id having count(e.id) <> 1 or min(e.status) <> 'sent'`,
  );
  return rows.map((row) => `an order was not confirmed once: ${JSON.stringify(row)}`);
}
