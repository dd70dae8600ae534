import type { Provider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '@holdfast/kernel';
import { ConfiguredWebhooks } from './adapters/gateways/configured-webhooks.js';
import type { PayPalSettings } from './adapters/gateways/paypal/paypal-client.js';
import type { StripeSettings } from './adapters/gateways/stripe-client.js';
import { GetGatewayEventHandler, ListGatewayEventsHandler, ListRefusalsHandler } from './adapters/persistence/gateway-event-queries.handlers.js';
import { PostgresGatewayEvents } from './adapters/persistence/postgres-gateway-events.js';
import { PostgresDisputes } from './adapters/persistence/postgres-disputes.js';
import { PostgresPaymentBooks } from './adapters/persistence/postgres-payment-books.js';
import { PostgresWatchedPayments } from './adapters/persistence/postgres-watched-payments.js';
import { ApplyObservationHandler } from './application/apply-observation.js';
import { GatewayEventProcessor } from './application/gateway-event-processor.js';
import { PaymentObserver } from './application/payment-observer.js';
import { ReceiveWebhookHandler } from './application/receive-webhook.js';
import { ReplayGatewayEventHandler } from './application/replay-gateway-event.js';
import { Disputes } from './disputes.js';
import { GatewayEvents } from './domain/gateway-events.js';
import { GatewaysWithWebhooks, type GatewayWebhooks } from './domain/gateway-webhooks.js';
import { PaymentBooks } from './domain/payment-books.js';
import { PaymentGateways } from './domain/payment-gateway.js';
import { WatchedPayments } from './domain/watched-payments.js';

interface Telling {
  readonly stripe?: StripeSettings;
  readonly paypal?: PayPalSettings;
}

/** What gateways tell by themselves, and what becomes of it. */
export const gatewayEventProviders = (settings: Telling): Provider[] => [
  { provide: GatewaysWithWebhooks, inject: [Clock], useFactory: async (clock: Clock) => new ConfiguredWebhooks(await telling(settings, clock)) },
  { provide: GatewayEvents, useClass: PostgresGatewayEvents },
  { provide: Disputes, useClass: PostgresDisputes },
  { provide: PaymentBooks, useClass: PostgresPaymentBooks },
  {
    provide: GatewayEventProcessor,
    inject: [PaymentGateways, GatewaysWithWebhooks, GatewayEvents, CommandBus],
    useFactory: (gateways: PaymentGateways, telling: GatewaysWithWebhooks, events: GatewayEvents, commands: CommandBus) => new GatewayEventProcessor(gateways, telling, events, commands),
  },
  { provide: WatchedPayments, useClass: PostgresWatchedPayments },
  {
    provide: PaymentObserver,
    inject: [PaymentGateways, WatchedPayments, GatewayEvents, CommandBus, Clock],
    useFactory: (gateways: PaymentGateways, watched: WatchedPayments, events: GatewayEvents, commands: CommandBus, clock: Clock) =>
      new PaymentObserver(gateways, watched, events, commands, clock),
  },
  ApplyObservationHandler,
  ReceiveWebhookHandler,
  ReplayGatewayEventHandler,
  GetGatewayEventHandler,
  ListGatewayEventsHandler,
  ListRefusalsHandler,
];

/** Without a secret to verify them by, no gateway is heard. */
async function telling({ stripe, paypal }: Telling, clock: Clock): Promise<GatewayWebhooks[]> {
  const gateways: GatewayWebhooks[] = [];
  if (stripe?.webhookSecrets?.length) gateways.push(new (await import('./adapters/gateways/stripe-webhooks.js')).StripeWebhooks(stripe, clock));
  const { webhookId } = paypal ?? {};
  if (paypal && webhookId) gateways.push(new (await import('./adapters/gateways/paypal/paypal-webhooks.js')).PayPalWebhooks({ ...paypal, webhookId }, clock));
  return gateways;
}
