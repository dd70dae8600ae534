import { type PaymentRoute, paymentRoutes } from './payment-route-shapes.js';
import { type Setting, text, url, webhookSecrets, whole } from './shapes.js';

/** The settings of payment gateways, see `settings` in env.ts. */
export const GATEWAY_SETTINGS = {
  STRIPE_SECRET_KEY: {
    about: 'Secret key of Stripe; without it only the manual gateway is offered.',
    parse: text(),
    fallback: undefined as string | undefined,
    secret: true,
  },
  STRIPE_API_BASE: {
    about: 'Address of the Stripe API; the payment sandbox of `npm start` is put here.',
    parse: url('http:', 'https:'),
    fallback: 'https://api.stripe.com',
  },
  STRIPE_WEBHOOK_SECRET: {
    about: 'Signing secret of the webhook endpoint at Stripe (whsec_…); two with a comma between them while one replaces the other. Without it no webhooks are taken.',
    parse: webhookSecrets,
    fallback: undefined as readonly string[] | undefined,
    secret: true,
  },
  PAYPAL_CLIENT_ID: { about: 'Who the shop is at PayPal; without it PayPal is not offered. Needs PAYPAL_CLIENT_SECRET.', parse: text(), fallback: undefined as string | undefined },
  PAYPAL_CLIENT_SECRET: { about: 'Proves that to PayPal.', parse: text(), fallback: undefined as string | undefined, secret: true },
  PAYPAL_WEBHOOK_ID: { about: 'The id that PayPal gave the webhook of the shop. Without it no webhooks of PayPal are taken.', parse: text(), fallback: undefined as string | undefined },
  PAYPAL_API_BASE: {
    about: 'Address of the PayPal API: live, https://api-m.sandbox.paypal.com, or the payment sandbox of `npm start`.',
    parse: url('http:', 'https:'),
    fallback: 'https://api-m.paypal.com',
  },
  GATEWAY_TIMEOUT_MS: { about: 'How long a payment gateway may take to answer before its outcome counts as unknown.', parse: whole(100, 60_000), fallback: 10_000 },
  GATEWAY_CONCURRENCY: {
    about: 'Calls that one process may have open at one payment gateway; more are turned away at once, so that a gateway that hangs does not hold everything.',
    parse: whole(1, 100_000),
    fallback: 500,
  },
  GATEWAY_BREAKER_CALLS: {
    about: 'When more than half of that many latest calls to a payment gateway had no certain outcome, nothing is sent there for a while. 0: always send.',
    parse: whole(0, 1_000),
    fallback: 10,
  },
  GATEWAY_BREAKER_PAUSE_MS: {
    about: 'How long that first while is, in milliseconds. It doubles up to 30 seconds as long as the call that is let through then fails as well.',
    parse: whole(100, 3_600_000),
    fallback: 2_000,
  },
  PAYMENT_ROUTES: {
    about:
      'Which gateway takes payments that name none: a JSON list of rules of which the first that fits decides, by "currencies", "countries", "methods", "from" and "to" (minor units), and "gateways": [{"gateway", "method", "weight"}]. The others of a rule stand in only for a gateway that was surely not reached.',
    parse: paymentRoutes,
    fallback: [] as readonly PaymentRoute[],
  },
} satisfies Record<string, Setting<unknown>>;

/** Of `npm test` alone: with them the contract of payment gateways is tried where the gateways themselves let it be tried. */
export const GATEWAY_TEST_SETTINGS = {
  STRIPE_TEST_SECRET_KEY: {
    about: 'For `npm test`: a test key of Stripe. With STRIPE_TEST_API_BASE the contract of payment gateways is tried on Stripe itself.',
    parse: text(/^(sk|rk)_test_.+$/, 'a key that starts with sk_test_ or rk_test_'),
    fallback: undefined as string | undefined,
    secret: true,
  },
  STRIPE_TEST_API_BASE: {
    about: 'For `npm test`: where Stripe itself is, https://api.stripe.com.',
    parse: url('https:'),
    fallback: undefined as string | undefined,
  },
  PAYPAL_TEST_CLIENT_ID: {
    about: 'For `npm test`: a client of PayPal\'s own sandbox. With PAYPAL_TEST_CLIENT_SECRET and PAYPAL_TEST_VAULT_ID the contract of payment gateways is tried there.',
    parse: text(),
    fallback: undefined as string | undefined,
  },
  PAYPAL_TEST_CLIENT_SECRET: { about: 'For `npm test`: the secret of that client.', parse: text(), fallback: undefined as string | undefined, secret: true },
  PAYPAL_TEST_VAULT_ID: { about: 'For `npm test`: a payment method that is kept there.', parse: text(), fallback: undefined as string | undefined },
} satisfies Record<string, Setting<unknown>>;
