import { book } from '../books/balance.js';
import { type Charge, getCharge, saveCharge } from '../books/charges.js';
import { type Intent, lockIntent, saveIntent } from '../books/intents.js';
import { type Refund, saveRefund } from '../books/refunds.js';
import { nowSeconds } from '../clock/clock.js';
import type { Transaction } from '../database/open.js';
import { expanded, readExpand } from '../objects/expand.js';
import { refundObject } from '../objects/refund.js';
import { type Answer, success } from '../protocol/answer.js';
import { newId } from '../protocol/identifiers.js';
import type { Params } from '../protocol/params.js';
import { invalid, missing } from '../protocol/stripe-error.js';
import { testCard } from './test-cards.js';
import { announce, announceCharge } from '../webhooks/announce.js';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/**
 * POST /v1/refunds (Stripe docs: "Create a refund"): gives back all that is left of a capture, or
 * a part of it. The lock on the intent makes racing refunds wait for each other.
 */
export function createRefund(params: Params) {
  const intentId = params.text('payment_intent');
  if (intentId === undefined) throw missing('payment_intent');
  const wanted = params.integer('amount', 1);
  const reason = params.oneOf('reason', REASONS) ?? null;
  const metadata = params.metadata();
  const expand = readExpand(params, 'refund');
  params.assertAllRead();

  return async (tx: Transaction): Promise<Answer> => {
    const intent = await lockIntent(tx, intentId, 'payment_intent');
    const charge = await capturedCharge(tx, intent);
    const amount = refundable(charge, wanted);
    const booking = { type: 'refund', amount: -amount, currency: charge.currency } as const;
    const id = newId('re');
    const refund: Refund = {
      id,
      created: nowSeconds(),
      payment_intent: intent.id,
      charge: charge.id,
      amount,
      currency: charge.currency,
      status: testCard(charge.card).refunds ?? 'succeeded',
      failure_reason: null,
      reason,
      metadata,
      balance_transaction: await book(tx, { ...booking, source: id, description: null }),
    };
    const refunded = { ...charge, amount_refunded: charge.amount_refunded + amount };
    await saveCharge(tx, refunded);
    await saveIntent(tx, { ...intent, amount_refunded: intent.amount_refunded + amount });
    await saveRefund(tx, refund);
    await announce(tx, 'refund.created', intent.id, refundObject(refund));
    await announceCharge(tx, 'charge.refunded', refunded);
    return success(await expanded(tx, refundObject(refund), expand));
  };
}

async function capturedCharge(tx: Transaction, intent: Intent): Promise<Charge> {
  if (intent.status === 'succeeded' && intent.latest_charge !== null) {
    return getCharge(tx, intent.latest_charge);
  }
  throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
    param: 'payment_intent',
  });
}

function refundable(charge: Charge, wanted: number | undefined): number {
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw invalid(message, { code: 'charge_already_refunded' });
  }
  const amount = wanted ?? left;
  if (amount > left) {
    throw invalid(
      `Refund amount (${amount} in minor units) is greater than unrefunded amount on charge ` +
        `(${left} in minor units)`,
      { param: 'amount' },
    );
  }
  return amount;
}
