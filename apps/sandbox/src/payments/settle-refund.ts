import { book } from '../books/balance.js';
import { getCharge, saveCharge } from '../books/charges.js';
import { getIntent, saveIntent } from '../books/intents.js';
import { lockRefund, type Refund, saveRefund } from '../books/refunds.js';
import type { Transaction } from '../database/open.js';
import { refundObject } from '../objects/refund.js';
import { invalid } from '../protocol/stripe-error.js';
import { announce } from '../webhooks/announce.js';

/** The bank of the shopper has taken a refund that waited for it. */
export async function succeedRefund(tx: Transaction, id: string): Promise<Refund> {
  const refund = await lockRefund(tx, id);
  if (refund.status !== 'pending') throw invalid(`This refund is ${refund.status} already.`);
  return tell(tx, { ...refund, status: 'succeeded' }, 'refund.updated');
}

/**
 * The bank of the shopper sends a refund back, at once or days later (Stripe docs: "Failed refunds"): the money is on the balance again, and
 * can be refunded anew.
 */
export async function failRefund(tx: Transaction, id: string): Promise<Refund> {
  const refund = await lockRefund(tx, id);
  if (refund.status === 'failed') throw invalid('This refund is failed already.');
  const { amount, currency } = refund;
  const [charge, intent] = [await getCharge(tx, refund.charge), await getIntent(tx, refund.payment_intent)];
  await saveCharge(tx, { ...charge, amount_refunded: charge.amount_refunded - amount });
  await saveIntent(tx, { ...intent, amount_refunded: intent.amount_refunded - amount });
  await book(tx, { type: 'refund_failure', amount, currency, source: id, description: 'REFUND FAILURE' });
  return tell(tx, { ...refund, status: 'failed', failure_reason: 'expired_or_canceled_card' }, 'refund.failed');
}

async function tell(tx: Transaction, refund: Refund, type: string): Promise<Refund> {
  await saveRefund(tx, refund);
  await announce(tx, type, refund.payment_intent, refundObject(refund));
  await announce(tx, 'charge.refund.updated', refund.payment_intent, refundObject(refund));
  return refund;
}
