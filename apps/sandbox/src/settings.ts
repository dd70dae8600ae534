import { readEnv } from '@holdfast/config';
import type { SandboxSettings } from './server.js';
import type { Endpoint } from './webhooks/endpoint.js';

/** The sandbox of an environment. @throws EnvironmentError */
export function sandboxSettings(source?: Readonly<Record<string, string | undefined>>): SandboxSettings {
  const env = readEnv(
    ['SANDBOX_PORT', 'SANDBOX_HOST', 'SANDBOX_DATABASE_URL', 'SANDBOX_WEBHOOK_URL', 'STRIPE_WEBHOOK_SECRET', 'SANDBOX_PAYPAL_WEBHOOK_URL', 'PAYPAL_WEBHOOK_ID', 'LOG_LEVEL'],
    source,
  );
  return {
    port: env.SANDBOX_PORT,
    host: env.SANDBOX_HOST,
    databaseUrl: env.SANDBOX_DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    webhooks: [
      ...endpointOf('stripe', env.SANDBOX_WEBHOOK_URL, env.STRIPE_WEBHOOK_SECRET?.[0]),
      ...endpointOf('paypal', env.SANDBOX_PAYPAL_WEBHOOK_URL, env.PAYPAL_WEBHOOK_ID),
    ],
  };
}

const endpointOf = (gateway: Endpoint['gateway'], url: string | undefined, secret: string | undefined): Endpoint[] =>
  url && secret ? [{ gateway, url, secret }] : [];
