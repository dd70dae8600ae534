import { paymentsOf } from './payments.js';

const ENV = {
  STRIPE_SECRET_KEY: undefined, STRIPE_WEBHOOK_SECRET: undefined, STRIPE_API_BASE: 'https://api.stripe.com',
  PAYPAL_CLIENT_ID: undefined, PAYPAL_CLIENT_SECRET: undefined, PAYPAL_API_BASE: 'https://api-m.paypal.com', PAYPAL_WEBHOOK_ID: undefined,
  GATEWAY_TIMEOUT_MS: 10_000, GATEWAY_CONCURRENCY: 500, GATEWAY_BREAKER_CALLS: 10, GATEWAY_BREAKER_PAUSE_MS: 2_000, PAYMENT_ROUTES: [],
};
const routes = [{ gateways: [{ gateway: 'stripe', weight: 1 }, { gateway: 'manual', weight: 1 }] }];

describe('the gateways of a shop', () => {
  it('are those that it has keys for', () => {
    expect(paymentsOf(ENV).stripe).toBeUndefined();
    expect(paymentsOf({ ...ENV, STRIPE_SECRET_KEY: 'sk_test_1', PAYMENT_ROUTES: routes })).toMatchObject({ stripe: { secretKey: 'sk_test_1', timeoutMs: 10_000 }, routes });
  });

  it('are not set up by half', () => {
    expect(paymentsOf({ ...ENV, PAYPAL_CLIENT_ID: 'id', PAYPAL_CLIENT_SECRET: 'secret' }).paypal).toMatchObject({ clientId: 'id', apiBase: 'https://api-m.paypal.com' });
    expect(() => paymentsOf({ ...ENV, PAYPAL_CLIENT_ID: 'id' })).toThrow('PayPal is set up by half: set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET, or neither.');
  });

  it('are all that a route may lead to', () => {
    expect(() => paymentsOf({ ...ENV, PAYMENT_ROUTES: routes })).toThrow('PAYMENT_ROUTES leads to stripe, but the gateways that are set up are manual.');
  });
});
