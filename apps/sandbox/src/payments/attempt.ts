import type { Charge } from '../books/charges.js';
import type { Intent } from '../books/intents.js';
import { nowSeconds } from '../clock/clock.js';
import { paymentMethodObject } from '../objects/payment-method.js';
import { newId } from '../protocol/identifiers.js';
import { AUTHENTICATION_REQUIRED, type Decline, testCard } from './test-cards.js';

/** How the shopper confirms. */
export interface Confirmation {
  /** The shopper is absent and cannot authenticate. */
  readonly offSession: boolean;
  /** The method is kept for the customer who pays. */
  readonly kept?: boolean;
  /** The client asked for `use_stripe_sdk`, which wins over a return address. */
  readonly useStripeSdk: boolean;
  /** Address of the sandbox, under which the page for 3-D Secure lies. */
  readonly origin: string;
}

/** What became of an attempt: the intent as it is now and, once a bank was asked, its charge. */
export interface Attempt {
  readonly intent: Intent;
  readonly charge?: Charge;
  readonly decline?: Decline;
}

type Payable = Intent & { readonly payment_method: string; readonly card: string };

/** Confirms an intent that has a payment method: asks the shopper, or the bank. Decides only. */
export function attempt(intent: Payable, confirmation: Confirmation): Attempt {
  const card = testCard(intent.card);
  if (!card.challenge || (card.challenge === 'once' && confirmation.kept))
    return card.decline ? refuse(intent, card.decline) : authorize(intent, false);
  if (confirmation.offSession) return refuse(intent, AUTHENTICATION_REQUIRED);
  return {
    intent: { ...intent, status: 'requires_action', next_action: challenge(intent, confirmation) },
  };
}

/** The bank agrees: money is captured at once, or kept for a later capture. */
export function authorize(intent: Payable, authenticated: boolean): Attempt {
  const charge = { ...newCharge(intent), authenticated };
  const manual = intent.capture_method === 'manual';
  return {
    charge: manual ? charge : { ...charge, captured: true, amount_captured: intent.amount },
    intent: {
      ...intent,
      status: manual ? 'requires_capture' : 'succeeded',
      amount_capturable: manual ? intent.amount : 0,
      amount_received: manual ? 0 : intent.amount,
      latest_charge: charge.id,
      last_payment_error: null,
      next_action: null,
    },
  };
}

/** The shopper failed or refused to authenticate: no bank was asked, so there is no charge. */
export function failAuthentication(intent: Payable): Intent {
  const error = {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    doc_url: 'https://stripe.com/docs/error-codes/payment-intent-authentication-failure',
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data ' +
      'or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    payment_method: paymentMethodObject(intent.payment_method, intent.card, intent.created),
  };
  return backToStart(intent, error);
}

/** Whether the intent has what an attempt needs. */
export function isPayable(intent: Intent): intent is Payable {
  return intent.payment_method !== null && intent.card !== null;
}

function refuse(intent: Payable, decline: Decline): Attempt {
  const { code, message, decline_code = null } = decline;
  const charge: Charge = {
    ...newCharge(intent),
    status: 'failed',
    failure_code: code,
    failure_message: message,
    decline_code,
  };
  const error = {
    type: 'card_error',
    code,
    message,
    ...(decline_code === null ? {} : { decline_code }),
    charge: charge.id,
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    payment_method: paymentMethodObject(intent.payment_method, intent.card, intent.created),
  };
  return { intent: { ...backToStart(intent, error), latest_charge: charge.id }, charge, decline };
}

// After a failure the payment method is gone from the intent, as it is at Stripe.
function backToStart(intent: Intent, error: object): Intent {
  return {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    card: null,
    next_action: null,
    last_payment_error: error,
  };
}

function newCharge(intent: Payable): Charge {
  return {
    id: newId('ch'),
    created: nowSeconds(),
    payment_intent: intent.id,
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    currency: intent.currency,
    captured: false,
    status: 'succeeded',
    payment_method: intent.payment_method,
    card: intent.card,
    failure_code: null,
    failure_message: null,
    decline_code: null,
    authenticated: false,
    description: intent.description,
    metadata: intent.metadata,
    balance_transaction: null,
    disputed: false,
  };
}

/** Where the shopper goes to authenticate. */
export function challenge(
  intent: Pick<Intent, 'id' | 'return_url'>,
  { origin, useStripeSdk }: Confirmation,
): object {
  const url = `${origin}/3ds/${intent.id}`;
  if (intent.return_url === null || useStripeSdk) {
    const type = 'three_d_secure_redirect';
    return { type: 'use_stripe_sdk', use_stripe_sdk: { type, stripe_js: url } };
  }
  return { type: 'redirect_to_url', redirect_to_url: { return_url: intent.return_url, url } };
}
