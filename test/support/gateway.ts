import { toUuid } from '@holdfast/kernel';
import { OperationResolver } from '../../libs/payments/src/application/operation-resolver.js';
import type { Shop } from './shop.js';
import { sql } from './sql.js';

export interface FaultScript {
  readonly fault: 'fail_before' | 'succeed_then_drop' | 'succeed_then_500' | 'delay' | 'hang' | 'reset';
  readonly operation?: 'create' | 'confirm' | 'retrieve' | 'refund' | 'cancel' | 'capture' | 'customer' | 'setup' | 'detach';
  readonly delay_ms?: number;
  readonly times?: number;
}

/** Lets the next calls of the sandbox go wrong. */
export async function script(sandboxUrl: string, ...scripts: FaultScript[]): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/scripts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scripts: scripts.map((one) => ({ operation: 'create', ...one })) }),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
}

export async function noScripts(sandboxUrl: string): Promise<void> {
  await fetch(`${sandboxUrl}/_sandbox/scripts`, { method: 'DELETE' });
}

/** The sandbox's own books about one checkout: the truth that the shop has to come to. */
export async function booksOf(sandboxUrl: string, checkoutId: string) {
  const books: any = await (await fetch(`${sandboxUrl}/_sandbox/books`)).json();
  const intents: any[] = books.payment_intents.filter((intent: any) => intent.metadata.holdfast_checkout === checkoutId);
  const ids = new Set(intents.map(({ id }) => id));
  const mine = (rows: any[]): any[] => rows.filter(({ payment_intent }) => ids.has(payment_intent));
  return { intents, charges: mine(books.charges).filter(({ status }) => status === 'succeeded'), refunds: mine(books.refunds) };
}

/** PayPal's books in the sandbox about one checkout. */
export async function payPalBooksOf(sandboxUrl: string, checkoutId: string) {
  const books: any = await (await fetch(`${sandboxUrl}/_sandbox/paypal/books`)).json();
  const orders: any[] = books.orders.filter((order: any) => order.reference_id === checkoutId);
  const ids = new Set(orders.map(({ id }) => id));
  const mine = (rows: any[]): any[] => rows.filter(({ order_id }) => ids.has(order_id));
  return { orders, authorizations: mine(books.authorizations), captures: mine(books.captures), refunds: mine(books.refunds) };
}

/** Asks the gateway about everything that is undecided, without waiting for its turn. */
export async function resolveNow(shop: Shop): Promise<void> {
  await due(shop);
  await shop.app.get(OperationResolver, { strict: false }).resolveDue();
}

/** Makes every undecided operation due, for whoever resolves. */
export async function due(shop: Shop): Promise<void> {
  await sql(shop.database.url, `update payments.operations set next_check_at = now() where state in ('created', 'sent', 'requires_action', 'unknown')`);
}

/** What is written about the payments of a checkout, oldest first. */
export function operationsOf(shop: Shop, checkoutId: string) {
  return sql(
    shop.database.url,
    `select o.kind, o.state, o.code, o.amount::int as amount, p.status, p.captured::int as captured from payments.operations o
       join payments.payments p on p.id = o.payment_id where p.checkout_id = $1 order by o.created_at, o.id`,
    [toUuid(checkoutId)],
  );
}

/** How many orders a checkout became. */
export async function ordersOf(shop: Shop, checkoutId: string): Promise<number> {
  const [row] = await sql<{ count: number }>(shop.database.url, 'select count(*)::int from ordering.orders where checkout_id = $1', [toUuid(checkoutId)]);
  return row!.count;
}

/** Lets the time of a checkout and of its holds be over. */
export async function overdue(shop: Shop, checkoutId: string): Promise<void> {
  const id = [toUuid(checkoutId)];
  await sql(shop.database.url, `update ordering.checkouts set expires_at = now() - interval '1 second' where id = $1`, id);
  await sql(shop.database.url, `update inventory.holds set expires_at = now() - interval '1 second' where checkout_id = $1`, id);
}
