import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { inTransaction, type Queryable, type Transaction } from '../database/open.js';
import { amountObject } from './amounts.js';
import { add, type Dispute, get, lockOrder, newPayPalId } from './books.js';
import { invalid, refused } from './errors.js';
import { announcePayPal } from './events.js';

/** The dispute as PayPal shows it (developer.paypal.com/docs/api/customer-disputes/v1). */
export async function disputeObject(db: Queryable, { id, order_id, capture_id, amount, reason, status, outcome, created, updated, due }: Dispute): Promise<object> {
  const { currency, custom_id, invoice_id } = await get(db, 'paypal_orders', order_id);
  return {
    dispute_id: id, reason, status, dispute_state: status === 'RESOLVED' ? 'RESOLVED' : 'REQUIRED_ACTION', dispute_life_cycle_stage: 'CHARGEBACK', dispute_channel: 'INTERNAL',
    create_time: created.toISOString(), update_time: updated.toISOString(), seller_response_due_date: due.toISOString(), dispute_amount: amountObject(amount, currency),
    disputed_transactions: [{ seller_transaction_id: capture_id, transaction_status: 'COMPLETED', custom: custom_id, invoice_number: invoice_id }],
    ...(outcome === null ? {} : { dispute_outcome: { outcome_code: outcome, amount_refunded: amountObject(amount, currency) } }),
  };
}

/** The calls of the protocol: all disputes of a transaction, briefly, and one in full. */
export function disputeReads(app: FastifyInstance, { pool }: SandboxContext): void {
  app.get<{ Querystring: { disputed_transaction_id?: string } }>('/v1/customer/disputes', async ({ query }) => {
    const { rows } = await pool.query<Dispute>('select * from sandbox.paypal_disputes where capture_id = $1 order by seq', [query.disputed_transaction_id ?? '']);
    // Without its outcome and deadline, as PayPal lists them.
    return { items: rows.map(({ id, reason, status, created, updated }) => ({ dispute_id: id, reason, status, create_time: created, update_time: updated })), links: [] };
  });
  app.get<{ Params: { id: string } }>('/v1/customer/disputes/:id', async ({ params: { id } }) => disputeObject(pool, await get(pool, 'paypal_disputes', id)));
}

interface Wish {
  readonly capture?: unknown;
  readonly amount?: unknown;
  readonly reason?: unknown;
}

/** What buyers and PayPal decide, by the levers of the tests. */
export function disputeLevers(app: FastifyInstance, { pool }: SandboxContext): void {
  app.post<{ Body: Wish }>('/_sandbox/paypal/disputes', async ({ body }, reply) => reply.code(201).send(await inTransaction(pool, (tx) => open(tx, body))));
  for (const [verb, decide] of [['win', win], ['lose', lose]] as const) {
    app.post<{ Params: { id: string } }>(`/_sandbox/paypal/disputes/:id/${verb}`, ({ params: { id } }) => inTransaction(pool, (tx) => decide(tx, id)));
  }
  app.post<{ Params: { id: string } }>('/_sandbox/paypal/disputes/:id/review', ({ params: { id } }) =>
    inTransaction(pool, (tx) => move(tx, id, `status = 'UNDER_REVIEW', due = due + interval '5 days'`, 'CUSTOMER.DISPUTE.UPDATED')),
  );
}

async function open(tx: Transaction, { capture: captureId, amount, reason }: Wish): Promise<object> {
  const capture = await get(tx, 'paypal_captures', String(captureId));
  await lockOrder(tx, capture.order_id);
  const much = typeof amount === 'number' ? amount : capture.amount;
  if (much > capture.amount) throw invalid('There is not that much captured money to dispute.');
  const id = `PP-D-${newPayPalId()}`;
  await add(tx, 'paypal_disputes', { id, order_id: capture.order_id, capture_id: capture.id, amount: much, reason: typeof reason === 'string' ? reason : 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED' });
  return tell(tx, id, 'CUSTOMER.DISPUTE.CREATED');
}

const win = (tx: Transaction, id: string): Promise<object> => move(tx, id, `status = 'RESOLVED', outcome = 'RESOLVED_SELLER_FAVOUR'`, 'CUSTOMER.DISPUTE.RESOLVED');
/** The buyer is right, or nobody answered in time. */
export const lose = (tx: Transaction, id: string): Promise<object> => move(tx, id, `status = 'RESOLVED', outcome = 'RESOLVED_BUYER_FAVOUR'`, 'CUSTOMER.DISPUTE.RESOLVED');

async function move(tx: Transaction, id: string, changes: string, type: string): Promise<object> {
  const { order_id } = await get(tx, 'paypal_disputes', id);
  await lockOrder(tx, order_id);
  const { rowCount } = await tx.query(`update sandbox.paypal_disputes set ${changes}, updated = now() where id = $1 and status <> 'RESOLVED'`, [id]);
  if (rowCount === 0) throw refused('DISPUTE_RESOLVED', 'The dispute is resolved already.');
  return tell(tx, id, type);
}

async function tell(tx: Transaction, id: string, type: string): Promise<object> {
  const dispute = await get(tx, 'paypal_disputes', id);
  const shown = await disputeObject(tx, dispute);
  await announcePayPal(tx, type, dispute.order_id, 'dispute', shown);
  return shown;
}
