import { getCharge } from '../books/charges.js';
import { type Intent, lockIntent, saveIntent } from '../books/intents.js';
import { nowSeconds } from '../clock/clock.js';
import type { Transaction } from '../database/open.js';
import { invalid } from '../protocol/stripe-error.js';
import { announceCharge, announceIntent } from '../webhooks/announce.js';

/** Nobody captured it in time, 7 days for most cards (Stripe docs: "Place a hold on a payment method"): the bank takes its hold back. */
export async function expireAuthorization(tx: Transaction, id: string): Promise<Intent> {
  const intent = await lockIntent(tx, id);
  if (intent.status !== 'requires_capture') throw invalid(`There is no open authorization: the intent is ${intent.status}.`);
  const expired: Intent = { ...intent, status: 'canceled', amount_capturable: 0, cancellation_reason: 'automatic', canceled_at: nowSeconds() };
  await saveIntent(tx, expired);
  await announceCharge(tx, 'charge.expired', await getCharge(tx, intent.latest_charge!));
  await announceIntent(tx, expired);
  return expired;
}
