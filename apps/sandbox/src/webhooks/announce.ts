import type { Charge } from '../books/charges.js';
import type { Intent } from '../books/intents.js';
import { nowSeconds } from '../clock/clock.js';
import type { Transaction } from '../database/open.js';
import { chargeObject } from '../objects/charge.js';
import { intentObject } from '../objects/payment-intent.js';
import { newId } from '../protocol/identifiers.js';

/**
 * Writes an event down (Stripe docs: "The Event object") in the transaction of what it tells of, with the object as
 * it is at this moment, and its delivery where an endpoint is set. A scripted fault decides when and how it goes out.
 */
export async function announce(
  tx: Transaction,
  type: string,
  intent: string,
  object: object,
): Promise<void> {
  await tx.query(`select sandbox.announce($1, $2, $3, $4, $5, 'stripe', null)`, [
    newId('evt'),
    type,
    nowSeconds(),
    intent,
    JSON.stringify(object),
  ]);
}

/** What an intent tells as it comes into its status; nothing where it waits for being confirmed. */
export async function announceIntent(tx: Transaction, intent: Intent): Promise<void> {
  const type = typeOf(intent);
  if (type) await announce(tx, type, intent.id, intentObject(intent));
}

export async function announceCharge(
  tx: Transaction,
  type: `charge.${string}`,
  charge: Charge,
): Promise<void> {
  await announce(tx, type, charge.payment_intent, chargeObject(charge));
}

function typeOf({ status, last_payment_error: error }: Intent): string | undefined {
  switch (status) {
    case 'succeeded':
    case 'canceled':
    case 'requires_action':
      return `payment_intent.${status}`;
    case 'requires_capture':
      return 'payment_intent.amount_capturable_updated';
    case 'requires_payment_method':
      return error === null ? 'payment_intent.created' : 'payment_intent.payment_failed';
    case 'requires_confirmation':
      return 'payment_intent.created';
  }
}
