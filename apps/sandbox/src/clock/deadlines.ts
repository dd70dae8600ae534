import type { Pool } from 'pg';
import { inTransaction } from '../database/open.js';
import { closeDispute } from '../disputes/disputes.js';
import { expireAuthorization } from '../payments/expire-authorization.js';
import { StripeError } from '../protocol/stripe-error.js';
import { nowSeconds } from './clock.js';

/** How long a card's bank keeps an amount set aside (Stripe docs: "Place a hold on a payment method"). */
const AUTHORIZATION_SECONDS = 7 * 24 * 60 * 60;
/** How long an idempotency key is remembered at least (Stripe docs: "Idempotent requests"); here it is no longer. */
const KEY = "interval '24 hours'";
/** How long PayPal remembers its own (developer.paypal.com/api/rest/reference/idempotency). */
const PAYPAL_KEY = "interval '6 hours'";

/** What happens to payments by nothing but time; whoever comes first does it. */
export async function keepDeadlines(pool: Pool): Promise<void> {
  const overdue = await pool.query<{ id: string }>(
    `select id from sandbox.payment_intents where status = 'requires_capture' and (
       select c.created from sandbox.charges c where c.id = latest_charge) <= $1`,
    [nowSeconds() - AUTHORIZATION_SECONDS],
  );
  for (const { id } of overdue.rows) await unlessSettled(inTransaction(pool, (tx) => expireAuthorization(tx, id)));
  const unanswered = await pool.query<{ id: string }>(
    `select id from sandbox.disputes where status = 'needs_response' and evidence_due_by <= $1`,
    [nowSeconds()],
  );
  for (const { id } of unanswered.rows) await unlessSettled(inTransaction(pool, (tx) => closeDispute(tx, id, 'lost')));
  await pool.query(
    `update sandbox.paypal_authorizations set status = 'VOIDED', updated = now()
      where status in ('CREATED', 'PARTIALLY_CAPTURED') and expires <= now()`,
  );
  await pool.query(`delete from sandbox.idempotency where created_at <= now() - ${KEY}`);
  await pool.query(`delete from sandbox.paypal_requests where created <= now() - ${PAYPAL_KEY}`);
}

/** Somebody may have captured or closed it in the meantime. */
async function unlessSettled(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof StripeError)) throw error;
  });
}
