import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { Idempotency, Metrics, UnitOfWork } from '@holdfast/kernel';
import { LOGGER, made } from '@holdfast/platform';
import { ConfiguredGateways } from './adapters/gateways/configured-gateways.js';
import { GatewayMetrics } from './adapters/gateways/gateway-metrics.js';
import { ManualPaymentGateway } from './adapters/gateways/manual-payment-gateway.js';
import { GuardedPaymentGateway, type GuardSettings } from './adapters/gateways/guarded-payment-gateway.js';
import type { PayPalSettings } from './adapters/gateways/paypal/paypal-client.js';
import type { StripeSettings } from './adapters/gateways/stripe-client.js';
import { GatewayEventsController } from './adapters/http/gateway-events.controller.js';
import { GatewayScriptsController, SANDBOX_URL } from './adapters/http/gateway-scripts.controller.js';
import { GatewayWebhooksController } from './adapters/http/gateway-webhooks.controller.js';
import { LedgerController } from './adapters/http/ledger/ledger.controller.js';
import { SettlementReportsController } from './adapters/http/settlement/settlement-reports.controller.js';
import { OperationsController } from './adapters/http/operations.controller.js';
import { PaymentMethodsController } from './adapters/http/saved-methods/payment-methods.controller.js';
import { PaymentsController } from './adapters/http/payments.controller.js';
import { ApplyGatewayEventsProcessor, FetchGatewayEventsProcessor } from './adapters/jobs/gateway-events.processors.js';
import { ObservePaymentsProcessor } from './adapters/jobs/observe-payments.processor.js';
import { ResolvePaymentsProcessor } from './adapters/jobs/resolve-payments.processor.js';
import { CompareBalancesProcessor } from './adapters/jobs/compare-balances.processor.js';
import { GatewayBalancesController } from './adapters/http/balance/gateway-balances.controller.js';
import { MatchLateLinesProcessor } from './adapters/jobs/match-late-lines.processor.js';
import { QueueSettlement, RunSettlementJob, TendSettlements } from './adapters/jobs/settlement.jobs.js';
import { TendPaymentMethodsProcessor } from './adapters/jobs/tend-payment-methods.processor.js';
import { TendLedgerProcessor } from './adapters/jobs/tend-ledger.processor.js';
import { GetOperationHandler, GetPaymentHandler, ListPaymentsHandler } from './adapters/persistence/payment-queries.handlers.js';
import { PaymentFigures } from './adapters/persistence/payment-figures.js';
import { PendingPayments } from './adapters/persistence/pending-payments.js';
import { PostgresPaymentRecords } from './adapters/persistence/personal-data.js';
import { PostgresPaymentOperations } from './adapters/persistence/postgres-payment-operations.js';
import { ApplyGatewayFactsHandler } from './application/apply-gateway-facts.js';
import { GatewayEventProcessor } from './application/gateway-event-processor.js';
import { OperationResolver } from './application/operation-resolver.js';
import { PaymentObserver } from './application/payment-observer.js';
import { PaymentCounter } from './application/payment-counter.js';
import { PaymentDesk } from './application/payment-desk.js';
import { PaymentListeners } from './application/payment-listeners.js';
import { MethodKeeper } from './application/saved-methods/method-keeper.js';
import { SetupCounter } from './application/saved-methods/setup-counter.js';
import { ResolveByHandHandler } from './application/resolve-by-hand.js';
import { PaymentBooks } from './domain/payment-books.js';
import { type GatewayCondition, type PaymentGateway, PaymentGateways } from './domain/payment-gateway.js';
import type { RouteRule } from './domain/payment-routing.js';
import { PaymentOperations } from './domain/payment-operations.js';
import { SavedMethods } from './domain/saved-methods.js';
import { Disputes } from './disputes.js';
import { gatewayEventProviders } from './gateway-events.providers.js';
import { LedgerModule } from './ledger.module.js';
import { PaymentRecords } from './payment-records.js';
import { Payments } from './payments.js';
import { SAVED_METHODS_PROVIDERS } from './saved-methods.providers.js';
import { SettlementModule } from './settlement.module.js';

export interface PaymentSettings {
  /** Absent where no card gateway is configured. */
  readonly stripe?: StripeSettings;
  readonly paypal?: PayPalSettings;
  /** Which gateway takes payments that name none; the first rule that fits decides. */
  readonly routes: readonly RouteRule[];
  /** Keeps gateways that are slow or down from taking the shop with them. */
  readonly guard: GuardSettings;
}

@Global()
@Module({})
export class PaymentsModule {
  static forRoot(settings: PaymentSettings): DynamicModule {
    return {
      module: PaymentsModule,
      imports: [LedgerModule, SettlementModule],
      providers: [
        {
          provide: PaymentGateways,
          inject: [LOGGER, Metrics],
          useFactory: async (logger: Logger, metrics: Metrics) => {
            const measured = new GatewayMetrics(metrics);
            const gateways = new ConfiguredGateways([new ManualPaymentGateway(), ...(await outside(settings, logger, measured))]);
            measured.watch(() => gateways.conditions);
            return gateways;
          },
        },
        { provide: PaymentOperations, useClass: PostgresPaymentOperations },
        { provide: PaymentRecords, useClass: PostgresPaymentRecords },
        PendingPayments,
        {
          provide: OperationResolver,
          inject: [PaymentGateways, PaymentOperations, CommandBus],
          useFactory: (gateways: PaymentGateways, operations: PaymentOperations, commands: CommandBus) => new OperationResolver(gateways, operations, commands),
        },
        {
          provide: Payments,
          inject: [UnitOfWork, PaymentGateways, PaymentOperations, PaymentBooks, SavedMethods, OperationResolver, CommandBus],
          useFactory: (
            work: UnitOfWork, gateways: PaymentGateways, operations: PaymentOperations, books: PaymentBooks, methods: SavedMethods, resolver: OperationResolver, commands: CommandBus,
          ) => new PaymentDesk(work, gateways, operations, books, methods, resolver, commands, settings.routes),
        },
        PaymentListeners,
        ...gatewayEventProviders(settings),
        ...SAVED_METHODS_PROVIDERS,
        made(PaymentCounter, UnitOfWork, Idempotency, Payments, OperationResolver, QueryBus),
        ApplyGatewayFactsHandler, ResolveByHandHandler, ListPaymentsHandler, GetPaymentHandler, GetOperationHandler,
      ],
      exports: [
        Payments, PaymentCounter, SetupCounter, MethodKeeper, PaymentRecords, PaymentListeners, Disputes, GatewayEventProcessor, OperationResolver, PaymentObserver, PaymentGateways,
      ],
    };
  }
}

/** The gateways that leave this process, each behind a guard of its own. What a shop does not use is not even loaded. */
async function outside({ stripe, paypal, guard }: PaymentSettings, logger: Logger, metrics: GatewayMetrics): Promise<GuardedPaymentGateway[]> {
  const gateways: PaymentGateway[] = [];
  if (stripe) gateways.push(new (await import('./adapters/gateways/stripe-payment-gateway.js')).StripePaymentGateway(stripe));
  if (paypal) gateways.push(new (await import('./adapters/gateways/paypal/paypal-payment-gateway.js')).PayPalPaymentGateway(paypal));
  const told = (condition: GatewayCondition): void => logger[condition.circuit === 'closed' ? 'info' : 'warn'](condition, 'payment gateway: its circuit is now %s', condition.circuit);
  return gateways.map((gateway) => new GuardedPaymentGateway(gateway, guard, told, metrics.observe));
}

@Module({
  providers: [
    TendLedgerProcessor, TendPaymentMethodsProcessor, MatchLateLinesProcessor, CompareBalancesProcessor, ResolvePaymentsProcessor, ObservePaymentsProcessor, ApplyGatewayEventsProcessor,
    PaymentFigures, FetchGatewayEventsProcessor, RunSettlementJob, QueueSettlement, TendSettlements,
  ],
})
export class PaymentsJobsModule {}

/** Payments for staff; in test mode, the faults of the sandbox as well. */
@Module({})
export class PaymentsHttpModule {
  static forRoot({ sandboxUrl }: { readonly sandboxUrl: string | undefined }): DynamicModule {
    return {
      module: PaymentsHttpModule,
      controllers: [
        PaymentsController, OperationsController, LedgerController, SettlementReportsController, GatewayBalancesController, GatewayWebhooksController,
        GatewayEventsController, PaymentMethodsController, ...(sandboxUrl ? [GatewayScriptsController] : []),
      ],
      providers: [{ provide: SANDBOX_URL, useValue: sandboxUrl }],
    };
  }
}
