import { testCard } from '../payments/test-cards.js';

const EXPIRY_YEARS_AHEAD = 5;

export const NO_BILLING_DETAILS = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** The year in which every test card expires. */
export function expiryYear(created: number): number {
  return new Date(created * 1000).getUTCFullYear() + EXPIRY_YEARS_AHEAD;
}

/** A test card as Stripe shows a payment method (docs: "The PaymentMethod object"). */
export function paymentMethodObject(
  id: string,
  cardName: string,
  created: number,
  customer: string | null = null,
) {
  const { brand, last4 } = testCard(cardName);
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: NO_BILLING_DETAILS,
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: null },
      country: 'US',
      display_brand: brand,
      exp_month: 12,
      exp_year: expiryYear(created),
      fingerprint: `sandbox_${brand}_${last4}`,
      funding: 'credit',
      generated_from: null,
      last4,
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created,
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}
