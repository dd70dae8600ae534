import { randomUUID } from 'node:crypto';
import { toUuid } from '@holdfast/kernel';
import { MethodKeeper } from '../../libs/payments/src/application/saved-methods/method-keeper.js';
import type { Answer } from './answer.js';
import type { LoggedIn } from './people.js';
import type { Shop } from './shop.js';
import { sql } from './sql.js';

export const METHODS = '/v1/customers/me/payment-methods';
export const BACK = 'https://shop.test/account/cards';

/** Asks for a card to be kept. */
export function setUp(shop: Shop, { headers }: Pick<LoggedIn, 'headers'>, method = 'pm_card_visa', { key = randomUUID(), return_url }: { key?: string; return_url?: string } = {}): Promise<Answer> {
  return shop.ask('POST', METHODS, { headers: { ...headers, 'idempotency-key': key }, body: { gateway: 'stripe', method, ...(return_url ? { return_url } : {}) } });
}

/** The id of a card that is kept. */
export async function keptCard(shop: Shop, customer: Pick<LoggedIn, 'headers'>, method = 'pm_card_visa'): Promise<string> {
  const { body, text } = await setUp(shop, customer, method);
  if (body?.status !== 'active') throw new Error(text);
  return body.id;
}

/** What the sandbox's own books have of what is kept. */
export async function vaultBooks(shop: Shop): Promise<{ customers: any[]; payment_methods: any[]; setup_intents: any[] }> {
  return (await (await fetch(`${shop.sandbox.url}/_sandbox/vault`)).json()) as never;
}

/** The setups that the sandbox has for a payment method of ours. */
export const setupsOf = async (shop: Shop, id: string): Promise<any[]> => (await vaultBooks(shop)).setup_intents.filter(({ metadata }) => metadata.holdfast_method === id);

/** The row, as it is. */
export async function methodRow(shop: Shop, id: string): Promise<Record<string, any>> {
  const [row] = await sql(shop.database.url, 'select * from payments.payment_methods where id = $1', [toUuid(id)]);
  return row!;
}

/** Works on all that is not decided or owed, without waiting for its turn. */
export async function tendNow(shop: Shop): Promise<void> {
  await sql(shop.database.url, `update payments.payment_methods set next_check_at = now() where state not in ('active', 'failed', 'detached')`);
  await shop.app.get(MethodKeeper, { strict: false }).tendDue();
}
