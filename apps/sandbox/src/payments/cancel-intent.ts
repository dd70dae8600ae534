import { type Intent, lockIntent, saveIntent } from '../books/intents.js';
import { nowSeconds } from '../clock/clock.js';
import type { Transaction } from '../database/open.js';
import { expanded, readExpand } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import { type Answer, success } from '../protocol/answer.js';
import type { Params } from '../protocol/params.js';
import { unexpectedState } from '../protocol/stripe-error.js';
import { announceIntent } from '../webhooks/announce.js';

const REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
const CANCELABLE = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

/**
 * POST /v1/payment_intents/:id/cancel (Stripe docs: "Cancel a PaymentIntent"): ends the intent
 * and releases what is authorized.
 */
export function cancelIntent(id: string, params: Params) {
  const reason = params.oneOf('cancellation_reason', REASONS) ?? null;
  const expand = readExpand(params, 'payment_intent');
  params.assertAllRead();

  return async (tx: Transaction): Promise<Answer> => {
    const intent = await lockIntent(tx, id);
    assertCancelable(intent);
    const canceled: Intent = {
      ...intent,
      status: 'canceled',
      amount_capturable: 0,
      next_action: null,
      cancellation_reason: reason,
      canceled_at: nowSeconds(),
    };
    await saveIntent(tx, canceled);
    await announceIntent(tx, canceled);
    return success(await expanded(tx, intentObject(canceled), expand));
  };
}

function assertCancelable(intent: Intent): void {
  if (CANCELABLE.includes(intent.status)) return;
  throw unexpectedState(
    `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a ` +
      `PaymentIntent with one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`,
    intentObject(intent),
  );
}
