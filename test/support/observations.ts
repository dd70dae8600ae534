import { toUuid } from '@holdfast/kernel';
import { PaymentObserver } from '../../libs/payments/src/application/payment-observer.js';
import type { Shop } from './shop.js';
import { sql } from './sql.js';

/** Makes what is watched of a checkout's payments due, and asks their gateways about it, without waiting for its turn. */
export async function observeNow(shop: Shop, checkoutId: string): Promise<number> {
  await sql(shop.database.url, 'update payments.payments set next_observation_at = now() where checkout_id = $1 and next_observation_at is not null', [toUuid(checkoutId)]);
  return shop.app.get(PaymentObserver, { strict: false }).observeDue();
}

/** Within how many minutes the payment of a checkout is looked at again by itself; null: never. */
export async function nextLookOf(shop: Shop, checkoutId: string): Promise<number | null> {
  const [row] = await sql<{ minutes: number | null }>(
    shop.database.url, 'select ceil(extract(epoch from next_observation_at - now()) / 60)::int as minutes from payments.payments where checkout_id = $1', [toUuid(checkoutId)],
  );
  return row!.minutes;
}

/** What a bank does days later, by the levers of the sandbox. */
export async function bank(shop: Shop, path: string): Promise<any> {
  const answer = await fetch(`${shop.sandbox.url}/_sandbox/${path}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
