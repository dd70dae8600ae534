import type { DynamicModule, Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { CATALOG_RECORDS, CatalogModule } from '@holdfast/catalog';
import { readEnv } from '@holdfast/config';
import { IDENTITY_RECORDS, IdentityModule } from '@holdfast/identity';
import { INVENTORY_RECORDS, InventoryModule } from '@holdfast/inventory';
import { NotificationsModule } from '@holdfast/notifications';
import { OrderingModule } from '@holdfast/ordering';
import { PaymentsModule } from '@holdfast/payments';
import { PlatformModule } from '@holdfast/platform';
import { MIGRATION_NAMES } from '../cli/src/migrate.js';
import { INVARIANTS } from './invariants.js';
import { openIdConnectOf } from './openid-connect.js';
import { paymentsOf } from './payments.js';

/** What every process of the shop needs to know. @throws EnvironmentError */
export const readShopSettings = (source?: Readonly<Record<string, string | undefined>>) => {
  const env = readEnv([
    'PORT', 'HOST', 'PUBLIC_URL', 'CORS_ORIGINS', 'DOCS_ENABLED', 'REQUEST_TIMEOUT_MS', 'STAFF_MFA_REQUIRED',
    'TRUSTED_PROXIES', 'RATE_LIMIT_ADDRESS_PER_MINUTE', 'RATE_LIMIT_KEY_PER_MINUTE', 'RATE_LIMIT_LENIENCY',
    'SHED_BROWSING_MS', 'SHED_BUYING_MS', 'SHED_ABOVE', 'DRAIN_MS', 'READY_NEEDS_DATABASE',
    'DATABASE_URL', 'DATABASE_POOL_MAX', 'REDIS_URL', 'HOLDFAST_SECRET', 'HOLDFAST_ADMIN_KEY', 'HOLDFAST_TEST_MODE',
    'CURRENCY', 'CHECKOUT_TTL_SECONDS', 'ABANDONED_CART_DAYS', 'STRIPE_SECRET_KEY', 'STRIPE_API_BASE', 'STRIPE_WEBHOOK_SECRET',
    'PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET', 'PAYPAL_API_BASE', 'PAYPAL_WEBHOOK_ID', 'GATEWAY_TIMEOUT_MS', 'GATEWAY_CONCURRENCY', 'GATEWAY_BREAKER_CALLS', 'GATEWAY_BREAKER_PAUSE_MS', 'PAYMENT_ROUTES',
    'SMTP_URL', 'MAIL_FROM', 'LOG_LEVEL', 'WORKER_PORT', 'METRICS_PORT', 'METRICS_HOST', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG',
    'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_REDIRECT_URIS', 'OIDC_SCOPES', 'OIDC_NAME',
  ], source);
  return { ...env, PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}` };
};

export type ShopSettings = ReturnType<typeof readShopSettings>;

/** The modules without routes and jobs, for the API and the worker alike. */
export function coreModules(env: ShopSettings, logger: Logger): (DynamicModule | Type)[] {
  return [
    // First, so that its handlers are known before any other module starts to work.
    CqrsModule.forRoot(),
    PlatformModule.forRoot({
      databaseUrl: env.DATABASE_URL,
      poolMax: env.DATABASE_POOL_MAX,
      queue: env.REDIS_URL ? { kind: 'redis', url: env.REDIS_URL } : { kind: 'postgres', url: env.DATABASE_URL },
      secret: env.HOLDFAST_SECRET,
      publicUrl: env.PUBLIC_URL,
      testMode: env.HOLDFAST_TEST_MODE,
      readyNeedsDatabase: env.READY_NEEDS_DATABASE,
      throttling: { addressPerMinute: env.RATE_LIMIT_ADDRESS_PER_MINUTE, keyPerMinute: env.RATE_LIMIT_KEY_PER_MINUTE, leniency: env.RATE_LIMIT_LENIENCY },
      logger,
      records: [...IDENTITY_RECORDS, ...CATALOG_RECORDS, ...INVENTORY_RECORDS],
      migrations: MIGRATION_NAMES,
      invariants: INVARIANTS,
    }),
    IdentityModule.forRoot({ adminKey: env.HOLDFAST_ADMIN_KEY, staffMfaRequired: env.STAFF_MFA_REQUIRED, openIdConnect: openIdConnectOf(env) }),
    InventoryModule,
    CatalogModule.forRoot({ currency: env.CURRENCY }),
    PaymentsModule.forRoot(paymentsOf(env)),
    OrderingModule.forRoot({ currency: env.CURRENCY, checkoutTtlSeconds: env.CHECKOUT_TTL_SECONDS, abandonedCartDays: env.ABANDONED_CART_DAYS }),
    NotificationsModule.forRoot({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }),
  ];
}
