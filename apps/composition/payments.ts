import { EnvironmentError, type Settings } from '@holdfast/config';
import type { PaymentSettings } from '@holdfast/payments';

type PaymentEnv = Pick<Settings, 'STRIPE_SECRET_KEY' | 'STRIPE_API_BASE' | 'STRIPE_WEBHOOK_SECRET' | 'GATEWAY_TIMEOUT_MS' | 'GATEWAY_CONCURRENCY' | 'GATEWAY_BREAKER_CALLS' | 'PAYMENT_ROUTES'>;

/** The gateways of the environment and which of them takes what. @throws EnvironmentError when a route leads nowhere */
export function paymentsOf(env: PaymentEnv): PaymentSettings {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase, GATEWAY_TIMEOUT_MS: timeoutMs, PAYMENT_ROUTES: routes, STRIPE_WEBHOOK_SECRET: webhookSecrets } = env;
  const stripe = secretKey ? { secretKey, apiBase, timeoutMs, webhookSecrets } : undefined;
  const known = new Set(['manual', ...(stripe ? ['stripe'] : [])]);
  const nowhere = new Set(routes.flatMap(({ gateways }) => gateways.map(({ gateway }) => gateway)).filter((gateway) => !known.has(gateway)));
  if (nowhere.size > 0) {
    throw new EnvironmentError([`PAYMENT_ROUTES leads to ${[...nowhere].join(' and ')}, but the gateways that are set up are ${[...known].join(' and ')}.`]);
  }
  return { stripe, routes, guard: { concurrency: env.GATEWAY_CONCURRENCY, breakerCalls: env.GATEWAY_BREAKER_CALLS } };
}
