import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { inTransaction, type Transaction } from '../database/open.js';
import { get, lockOrder, type Refund } from './books.js';
import { refused } from './errors.js';
import { tell } from './events.js';

interface ById {
  Params: { id: string };
}

/** What PayPal and banks do by themselves, days later, by the levers of the tests. */
export function bankLevers(app: FastifyInstance, context: SandboxContext): void {
  app.post<ById>('/_sandbox/paypal/refunds/:id/succeed', ({ params: { id } }) => inTransaction(context.pool, (tx) => settle(tx, id, 'COMPLETED', 'PAYMENT.CAPTURE.REFUNDED', context.origin)));
  app.post<ById>('/_sandbox/paypal/refunds/:id/fail', ({ params: { id } }) => inTransaction(context.pool, (tx) => settle(tx, id, 'FAILED', 'PAYMENT.REFUND.FAILED', context.origin)));
  app.post<ById>('/_sandbox/paypal/authorizations/:id/expire', ({ params: { id } }) => inTransaction(context.pool, (tx) => expire(tx, id, context.origin)));
}

async function settle(tx: Transaction, id: string, to: Refund['status'], type: string, origin: string): Promise<object> {
  const { order_id, capture_id, amount } = await get(tx, 'paypal_refunds', id);
  await lockOrder(tx, order_id);
  const { status } = await get(tx, 'paypal_refunds', id);
  if (status === 'FAILED' || status === to) throw refused('REFUND_SETTLED', `The refund is ${status.toLowerCase()} already.`);
  await tx.query('update sandbox.paypal_refunds set status = $2 where id = $1', [id, to]);
  if (to === 'FAILED') await tx.query('update sandbox.paypal_captures set refunded = refunded - $2 where id = $1', [capture_id, amount]);
  await tell(tx, 'refund', id, order_id, origin, type);
  return { id, status: to };
}

/** Its 29 days are over: PayPal voids it, and says so as it does of one that the shop voided. */
export async function expire(tx: Transaction, id: string, origin: string): Promise<object> {
  const { order_id } = await get(tx, 'paypal_authorizations', id);
  await lockOrder(tx, order_id);
  const { rowCount } = await tx.query(
    `update sandbox.paypal_authorizations set status = 'VOIDED', expires = least(expires, now()), updated = now() where id = $1 and status in ('CREATED', 'PARTIALLY_CAPTURED')`, [id],
  );
  if (rowCount === 0) throw refused('AUTHORIZATION_NOT_OPEN', 'There is nothing that could run out.');
  await tell(tx, 'authorization', id, order_id, origin);
  return { id, status: 'VOIDED' };
}
