import { noSuch } from '../protocol/stripe-error.js';

/** Why a card is declined, as Stripe's error object says it (docs: "Declines", "Decline codes"). */
export interface Decline {
  readonly code: string;
  readonly decline_code: string | undefined;
  readonly message: string;
}

/** A card that stands for one behavior (docs: "Test card numbers", as PaymentMethods). */
export interface TestCard {
  readonly brand: string;
  readonly last4: string;
  readonly decline?: Decline;
  /** The shopper has to authenticate before money moves; `once`: not again where it is kept for them. */
  readonly challenge?: 'always' | 'once';
  /** It can be kept for later although it declines to pay. */
  readonly savable?: true;
  /** How its refunds begin: they wait for the bank (`pending`) until the levers of the sandbox settle them. */
  readonly refunds?: 'pending';
}

function declined(reason: string, message = 'Your card was declined.'): Decline {
  return { code: 'card_declined', decline_code: reason, message };
}

const FUNDS = declined('insufficient_funds', 'Your card has insufficient funds.');
const EXPIRED = {
  code: 'expired_card',
  decline_code: undefined,
  message: 'Your card has expired.',
};
const CVC = {
  code: 'incorrect_cvc',
  decline_code: undefined,
  message: "Your card's security code is incorrect.",
};
const PROCESSING = {
  code: 'processing_error',
  decline_code: undefined,
  message: 'An error occurred while processing your card. Try again in a little bit.',
};

/** The decline of a card that wants its holder, who is not there (`off_session`). */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

const CARDS = new Map<string, TestCard>([
  ['pm_card_visa', { brand: 'visa', last4: '4242' }],
  ['pm_card_mastercard', { brand: 'mastercard', last4: '4444' }],
  ['pm_card_amex', { brand: 'amex', last4: '8431' }],
  ['pm_card_authenticationRequired', { brand: 'visa', last4: '3184', challenge: 'always' }],
  ['pm_card_threeDSecure2Required', { brand: 'visa', last4: '3220', challenge: 'always' }],
  ['pm_card_authenticationRequiredOnSetup', { brand: 'visa', last4: '3155', challenge: 'once' }],
  [
    'pm_card_chargeCustomerFail',
    { brand: 'visa', last4: '0341', decline: declined('generic_decline'), savable: true },
  ],
  // Their refunds: one begins `pending` and is settled later, the other succeeds and fails later; here by the levers.
  ['pm_card_pendingRefund', { brand: 'visa', last4: '7726', refunds: 'pending' }],
  ['pm_card_refundFail', { brand: 'visa', last4: '5126' }],
  ...declining('', '0002', declined('generic_decline')),
  ...declining('InsufficientFunds', '9995', FUNDS),
  ...declining('LostCard', '9987', declined('lost_card')),
  ...declining('StolenCard', '9979', declined('stolen_card')),
  ...declining('ExpiredCard', '0069', EXPIRED),
  ...declining('IncorrectCvc', '0127', CVC),
  ...declining('ProcessingError', '0119', PROCESSING),
]);

// Stripe spells some of them with the brand and some without; both are accepted for all.
function declining(suffix: string, last4: string, decline: Decline): [string, TestCard][] {
  const card = { brand: 'visa', last4, decline };
  return [
    [`pm_card_visa_chargeDeclined${suffix}`, card],
    [`pm_card_chargeDeclined${suffix}`, card],
  ];
}

/** @throws StripeError `resource_missing` on `payment_method` for a name that is no test card */
export function testCard(name: string): TestCard {
  const card = CARDS.get(name);
  if (!card) throw noSuch('PaymentMethod', name.slice(0, 100), 'payment_method');
  return card;
}
