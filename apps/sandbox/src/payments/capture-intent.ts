import { getCharge } from '../books/charges.js';
import { type Intent, lockIntent, saveIntent } from '../books/intents.js';
import type { Transaction } from '../database/open.js';
import { expanded, readExpand } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import { type Answer, success } from '../protocol/answer.js';
import type { Params } from '../protocol/params.js';
import { invalid, unexpectedState } from '../protocol/stripe-error.js';
import { announceCharge, announceIntent } from '../webhooks/announce.js';
import { recordCharge } from './record-attempt.js';

/**
 * POST /v1/payment_intents/:id/capture (Stripe docs: "Capture a PaymentIntent"): takes all of the
 * authorized amount or a part, once; the rest is released.
 */
export function captureIntent(id: string, params: Params) {
  const wanted = params.integer('amount_to_capture', 1);
  const expand = readExpand(params, 'payment_intent');
  params.assertAllRead();

  return async (tx: Transaction): Promise<Answer> => {
    const intent = await lockIntent(tx, id);
    const chargeId = assertCapturable(intent);
    const amount = wanted ?? intent.amount_capturable;
    if (amount > intent.amount_capturable) throw tooMuch(intent.amount_capturable);
    const captured: Intent = {
      ...intent,
      status: 'succeeded',
      amount_capturable: 0,
      amount_received: amount,
    };
    await saveIntent(tx, captured);
    const charge = await getCharge(tx, chargeId);
    const taken = await recordCharge(tx, { ...charge, captured: true, amount_captured: amount });
    await announceCharge(tx, 'charge.captured', taken);
    await announceIntent(tx, captured);
    return success(await expanded(tx, intentObject(captured), expand));
  };
}

function assertCapturable(intent: Intent): string {
  if (intent.status === 'requires_capture' && intent.latest_charge !== null) {
    return intent.latest_charge;
  }
  throw unexpectedState(
    `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only ` +
      'a PaymentIntent with one of the following statuses may be captured: requires_capture.',
    intentObject(intent),
  );
}

function tooMuch(capturable: number): Error {
  return invalid(
    `The amount to capture must not exceed the authorized amount (${capturable} in minor units).`,
    { param: 'amount_to_capture', code: 'amount_too_large' },
  );
}
