import { randomUUID } from 'node:crypto';
import { ADMIN_KEY } from '../../support/admin-key.js';
import type { HttpClient } from '../../support/http-client.js';
import type { Random } from '../../prove/random.js';
import type { History } from './history.js';

const HEADERS = { authorization: `Bearer ${ADMIN_KEY}` };

/** Goods come in, or some are found broken. */
export async function adjustStock(client: HttpClient, history: History, random: Random, variant: string): Promise<void> {
  const delta = random.pick([1, 2, 3, 5, -1]);
  const invoked = history.invoke(variant, delta > 0 ? 'give' : 'take', Math.abs(delta), `adjustment by ${delta}`);
  const body = { reason: delta > 0 ? 'received' : 'damaged', adjustments: [{ variant_id: variant, delta }] };
  const reply = await client.untilFinal({ method: 'POST', path: '/v1/admin/stock-adjustments', headers: HEADERS, key: randomUUID(), body });
  if (reply.status === 201) return invoked.ok();
  if (reply.status !== 409 || reply.body.code !== 'stock-below-reserved') throw new Error(`An adjustment was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  // Holds whose time is over count as reserved here until somebody needs them: this refusal promises nothing about free stock.
  invoked.void();
}
