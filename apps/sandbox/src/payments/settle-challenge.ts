import { type Intent, lockIntent } from '../books/intents.js';
import type { Transaction } from '../database/open.js';
import { intentObject } from '../objects/payment-intent.js';
import { unexpectedState } from '../protocol/stripe-error.js';
import { authorize, failAuthentication, isPayable } from './attempt.js';
import { recordAttempt } from './record-attempt.js';

/** What the shopper does on the page for 3-D Secure. */
export type Decision = 'approve' | 'decline';

/**
 * The shopper authenticates, or does not, and the waiting intent moves on.
 * @throws StripeError 400 when the intent does not wait for its shopper
 */
export async function settleChallenge(
  tx: Transaction,
  id: string,
  decision: Decision,
): Promise<Intent> {
  const waiting = await lockIntent(tx, id);
  if (waiting.status !== 'requires_action' || !isPayable(waiting)) {
    const message = `This PaymentIntent does not await authentication: it is ${waiting.status}.`;
    throw unexpectedState(message, intentObject(waiting));
  }
  const settled =
    decision === 'approve' ? authorize(waiting, true) : { intent: failAuthentication(waiting) };
  await recordAttempt(tx, settled, []);
  return settled.intent;
}
