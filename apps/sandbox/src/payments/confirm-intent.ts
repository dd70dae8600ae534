import { type Intent, lockIntent } from '../books/intents.js';
import type { Transaction } from '../database/open.js';
import { readExpand } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import type { Answer } from '../protocol/answer.js';
import { newId } from '../protocol/identifiers.js';
import type { Params } from '../protocol/params.js';
import { unexpectedState } from '../protocol/stripe-error.js';
import { attempt, isPayable } from './attempt.js';
import {
  assertReturnUrl,
  MISSING_PAYMENT_METHOD,
  readConfirmation,
  readReturnUrl,
} from './confirmation-params.js';
import { recordAttempt } from './record-attempt.js';
import { testCard } from './test-cards.js';

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** POST /v1/payment_intents/:id/confirm (Stripe docs: "Confirm a PaymentIntent"). */
export function confirmIntent(id: string, params: Params, origin: string) {
  const card = params.text('payment_method');
  if (card !== undefined) testCard(card);
  const returnUrl = readReturnUrl(params);
  const confirmation = readConfirmation(params, origin);
  const expand = readExpand(params, 'payment_intent');
  params.assertAllRead();

  return async (tx: Transaction): Promise<Answer> => {
    const found = await lockIntent(tx, id);
    assertConfirmable(found);
    const method = card === undefined ? {} : { card, payment_method: newId('pm') };
    const intent = { ...found, ...method, return_url: returnUrl ?? found.return_url };
    if (!isPayable(intent)) throw unexpectedState(MISSING_PAYMENT_METHOD, intentObject(found));
    assertReturnUrl(intent);
    return recordAttempt(tx, attempt(intent, confirmation), expand);
  };
}

function assertConfirmable(intent: Intent): void {
  if (CONFIRMABLE.includes(intent.status)) return;
  const why =
    intent.status === 'succeeded'
      ? 'it has already succeeded after being previously confirmed.'
      : `it has a status of ${intent.status}. Only a PaymentIntent with one of the following ` +
        `statuses may be confirmed: ${CONFIRMABLE.join(', ')}.`;
  throw unexpectedState(
    `You cannot confirm this PaymentIntent because ${why}`,
    intentObject(intent),
  );
}
