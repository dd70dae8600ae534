import { EnvironmentError, type Settings } from '@holdfast/config';
import type { PaymentSettings } from '@holdfast/payments';

type PaymentEnv = Pick<
  Settings,
  | 'STRIPE_SECRET_KEY' | 'STRIPE_API_BASE' | 'STRIPE_WEBHOOK_SECRET' | 'PAYPAL_CLIENT_ID' | 'PAYPAL_CLIENT_SECRET' | 'PAYPAL_API_BASE' | 'PAYPAL_WEBHOOK_ID'
  | 'GATEWAY_TIMEOUT_MS' | 'GATEWAY_CONCURRENCY' | 'GATEWAY_BREAKER_CALLS' | 'GATEWAY_BREAKER_PAUSE_MS' | 'PAYMENT_ROUTES'
>;

/** The gateways of the environment and which of them takes what. @throws EnvironmentError when one is set up by half, or a route leads nowhere */
export function paymentsOf(env: PaymentEnv): PaymentSettings {
  const { PAYMENT_ROUTES: routes } = env;
  const gateways = { stripe: stripeOf(env), paypal: payPalOf(env) };
  const known = ['manual', ...Object.entries(gateways).flatMap(([name, settings]) => (settings ? [name] : []))];
  const nowhere = new Set(routes.flatMap(({ gateways: targets }) => targets.map(({ gateway }) => gateway)).filter((gateway) => !known.includes(gateway)));
  if (nowhere.size > 0) {
    throw new EnvironmentError([`PAYMENT_ROUTES leads to ${[...nowhere].join(' and ')}, but the gateways that are set up are ${known.join(' and ')}.`]);
  }
  return { ...gateways, routes, guard: { concurrency: env.GATEWAY_CONCURRENCY, breakerCalls: env.GATEWAY_BREAKER_CALLS, pauseMs: env.GATEWAY_BREAKER_PAUSE_MS } };
}

function stripeOf(env: PaymentEnv): PaymentSettings['stripe'] {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase, STRIPE_WEBHOOK_SECRET: webhookSecrets, GATEWAY_TIMEOUT_MS: timeoutMs } = env;
  return secretKey ? { secretKey, apiBase, timeoutMs, webhookSecrets } : undefined;
}

function payPalOf(env: PaymentEnv): PaymentSettings['paypal'] {
  const { PAYPAL_CLIENT_ID: clientId, PAYPAL_CLIENT_SECRET: clientSecret, PAYPAL_API_BASE: apiBase, PAYPAL_WEBHOOK_ID: webhookId, GATEWAY_TIMEOUT_MS: timeoutMs } = env;
  if (clientId && clientSecret) return { clientId, clientSecret, apiBase, timeoutMs, webhookId };
  if (!clientId && !clientSecret) return undefined;
  throw new EnvironmentError(['PayPal is set up by half: set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET, or neither.']);
}
