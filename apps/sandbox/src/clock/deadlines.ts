import type { Pool } from 'pg';
import type { SandboxContext } from '../context.js';
import { inTransaction, type Transaction } from '../database/open.js';
import { closeDispute } from '../disputes/disputes.js';
import { expireAuthorization } from '../payments/expire-authorization.js';
import { expire } from '../paypal/bank.js';
import { lose } from '../paypal/disputes.js';
import { PayPalError } from '../paypal/errors.js';
import { StripeError } from '../protocol/stripe-error.js';

/** A bank keeps an amount set aside on a card for 7 days (Stripe docs: "Place a hold on a payment method"). */
const OVERDUE_INTENTS = `
  select i.id from sandbox.payment_intents i join sandbox.charges c on c.id = i.latest_charge
   where i.status = 'requires_capture' and to_timestamp(c.created) <= now() - interval '7 days'`;
const UNANSWERED = `
  select id from sandbox.disputes
   where status = 'needs_response' and to_timestamp(evidence_due_by) <= now()`;
const OVERDUE_AUTHORIZATIONS = `
  select id from sandbox.paypal_authorizations
   where status in ('CREATED', 'PARTIALLY_CAPTURED') and expires <= now()`;
/** One that PayPal looks at is decided by people. */
const UNANSWERED_AT_PAYPAL = `
  select id from sandbox.paypal_disputes
   where status not in ('RESOLVED', 'UNDER_REVIEW') and due <= now()`;
/** Keys are kept for 24 hours at least, and at PayPal for 6 (both document it under idempotency); here it is no longer. */
const FORGET_KEYS = `
  delete from sandbox.idempotency where created_at <= now() - interval '24 hours'`;
const FORGET_PAYPAL_KEYS = `
  delete from sandbox.paypal_requests where created <= now() - interval '6 hours'`;

/** What happens to payments by nothing but time. */
export async function keepDeadlines({ pool, origin }: Pick<SandboxContext, 'origin' | 'pool'>): Promise<void> {
  await each(pool, OVERDUE_INTENTS, expireAuthorization);
  await each(pool, UNANSWERED, (tx, id) => closeDispute(tx, id, 'lost'));
  await each(pool, OVERDUE_AUTHORIZATIONS, (tx, id) => expire(tx, id, origin));
  await each(pool, UNANSWERED_AT_PAYPAL, lose);
  await pool.query(FORGET_KEYS);
  await pool.query(FORGET_PAYPAL_KEYS);
}

async function each(
  pool: Pool,
  due: string,
  work: (tx: Transaction, id: string) => Promise<unknown>,
): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(due);
  for (const { id } of rows) {
    await inTransaction(pool, (tx) => work(tx, id)).catch((error: unknown) => {
      // Somebody captured or closed it in the meantime.
      if (!(error instanceof StripeError || error instanceof PayPalError)) throw error;
    });
  }
}
