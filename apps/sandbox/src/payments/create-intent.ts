import type { Intent } from '../books/intents.js';
import { nowSeconds } from '../clock/clock.js';
import type { Transaction } from '../database/open.js';
import { readExpand } from '../objects/expand.js';
import type { Answer } from '../protocol/answer.js';
import { chargeable } from '../protocol/currencies.js';
import { newClientSecret, newId } from '../protocol/identifiers.js';
import type { Params } from '../protocol/params.js';
import { invalid, missing, unexpectedState } from '../protocol/stripe-error.js';
import { attempt, isPayable } from './attempt.js';
import {
  assertReturnUrl,
  MISSING_PAYMENT_METHOD,
  readConfirmation,
  readReturnUrl,
} from './confirmation-params.js';
import { readMethods } from './method-params.js';
import { recordAttempt } from './record-attempt.js';
import { testCard } from './test-cards.js';
import { getCustomer } from '../vault/customers.js';
import { isStored, payableMethod } from '../vault/methods.js';

/** POST /v1/payment_intents (Stripe docs: "Create a PaymentIntent"). Reads, then creates. */
export function createIntent(params: Params, origin: string, idempotencyKey: string | undefined) {
  const intent = readIntent(params, idempotencyKey);
  const confirm = params.flag('confirm') ?? false;
  const confirmation = readConfirmation(params, origin);
  const expand = readExpand(params, 'payment_intent');
  params.assertAllRead();
  if (confirm) assertConfirmable(intent);
  else if (intent.return_url !== null) throw confirmOnly('return_url');
  else if (confirmation.offSession) throw confirmOnly('off_session');

  return async (tx: Transaction): Promise<Answer> => {
    if (intent.customer !== null) await getCustomer(tx, intent.customer, 'customer');
    const kept = intent.card !== null && isStored(intent.card);
    const paying = kept ? await paidWith(tx, intent, intent.card!) : intent;
    const outcome =
      confirm && isPayable(paying)
        ? attempt(paying, { ...confirmation, kept })
        : { intent: paying };
    return recordAttempt(tx, outcome, expand);
  };
}

function readIntent(params: Params, idempotencyKey: string | undefined): Intent {
  const amount = params.integer('amount', 1);
  if (amount === undefined) throw missing('amount');
  const currency = chargeable(amount, params.requiredText('currency'));
  const card = params.text('payment_method') ?? null;
  if (card !== null && !isStored(card)) testCard(card);
  const id = newId('pi');
  return {
    id,
    created: nowSeconds(),
    amount,
    currency,
    status: card === null ? 'requires_payment_method' : 'requires_confirmation',
    amount_capturable: 0,
    amount_received: 0,
    amount_refunded: 0,
    capture_method:
      params.oneOf('capture_method', ['automatic', 'automatic_async', 'manual']) ??
      'automatic_async',
    confirmation_method:
      params.oneOf('confirmation_method', ['automatic', 'manual']) ?? 'automatic',
    customer: params.text('customer') ?? null,
    payment_method: card === null ? null : newId('pm'),
    card,
    ...readMethods(params),
    metadata: params.metadata(),
    description: params.text('description', 1000) ?? null,
    return_url: readReturnUrl(params),
    client_secret: newClientSecret(id),
    latest_charge: null,
    last_payment_error: null,
    next_action: null,
    cancellation_reason: null,
    canceled_at: null,
    idempotency_key: idempotencyKey ?? null,
  };
}

function assertConfirmable(intent: Intent): void {
  if (!isPayable(intent)) throw unexpectedState(MISSING_PAYMENT_METHOD);
  assertReturnUrl(intent);
}

/** The method that is kept under this id, in the place of a test card. */
async function paidWith(tx: Transaction, intent: Intent, id: string): Promise<Intent> {
  const { card } = await payableMethod(tx, id, intent.customer);
  return { ...intent, payment_method: id, card };
}

function confirmOnly(param: string): Error {
  return invalid(`You cannot provide a \`${param}\` if \`confirm\` is not set to \`true\`.`, {
    param,
  });
}
