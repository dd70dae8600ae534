import { book } from '../books/balance.js';
import { type Charge, saveCharge } from '../books/charges.js';
import { type Intent, saveIntent } from '../books/intents.js';
import type { Transaction } from '../database/open.js';
import { expanded } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import { type Answer, failure, success } from '../protocol/answer.js';
import { StripeError } from '../protocol/stripe-error.js';
import { announceIntent } from '../webhooks/announce.js';
import type { Attempt } from './attempt.js';

/**
 * Writes what became of an attempt and words the answer: the intent, or the 402 of a decline that
 * carries it. The decline is an answer and no exception, because what it wrote must stay.
 */
export async function recordAttempt(
  tx: Transaction,
  attempt: Attempt,
  expand: readonly string[],
): Promise<Answer> {
  await saveIntent(tx, attempt.intent);
  if (attempt.charge) await recordCharge(tx, attempt.charge);
  await announceIntent(tx, attempt.intent);
  if (attempt.decline) return declined(attempt.intent);
  return success(await expanded(tx, intentObject(attempt.intent), expand));
}

/** Saves the charge and books what it has captured. */
export async function recordCharge(tx: Transaction, charge: Charge): Promise<Charge> {
  const saved = charge.captured && charge.balance_transaction === null;
  const recorded = saved
    ? { ...charge, balance_transaction: await bookCharge(tx, charge) }
    : charge;
  await saveCharge(tx, recorded);
  return recorded;
}

function bookCharge(tx: Transaction, charge: Charge): Promise<string> {
  const { amount_captured: amount, currency, id: source, description } = charge;
  return book(tx, { type: 'charge', amount, currency, source, description });
}

function declined(intent: Intent): Answer {
  const { doc_url: _, ...error } = intent.last_payment_error as StripeError['body'] & {
    doc_url: string;
  };
  return failure(new StripeError(402, { ...error, payment_intent: intentObject(intent) }));
}
