import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { ConfiguredGateways } from './adapters/gateways/configured-gateways.js';
import { ManualPaymentGateway } from './adapters/gateways/manual-payment-gateway.js';
import { StripePaymentGateway, type StripeSettings } from './adapters/gateways/stripe-payment-gateway.js';
import { GatewayScriptsController, SANDBOX_URL } from './adapters/http/gateway-scripts.controller.js';
import { ResolvePaymentsProcessor } from './adapters/jobs/resolve-payments.processor.js';
import { PostgresPaymentRecords } from './adapters/persistence/personal-data.js';
import { PostgresPaymentOperations } from './adapters/persistence/postgres-payment-operations.js';
import { ApplyGatewayFactsHandler } from './application/apply-gateway-facts.js';
import { OperationResolver } from './application/operation-resolver.js';
import { PaymentDesk } from './application/payment-desk.js';
import { DisputeListeners } from './application/dispute-listeners.js';
import { PaymentListeners } from './application/payment-listeners.js';
import { PaymentGateways } from './domain/payment-gateway.js';
import { PaymentOperations } from './domain/payment-operations.js';
import { PaymentRecords } from './payment-records.js';
import { Payments } from './payments.js';

export interface PaymentSettings {
  /** Absent where no card gateway is configured. */
  readonly stripe?: StripeSettings;
}

@Global()
@Module({})
export class PaymentsModule {
  static forRoot({ stripe }: PaymentSettings): DynamicModule {
    return {
      module: PaymentsModule,
      providers: [
        {
          provide: PaymentGateways,
          useFactory: () => new ConfiguredGateways([new ManualPaymentGateway(), ...(stripe ? [new StripePaymentGateway(stripe)] : [])]),
        },
        { provide: PaymentOperations, useClass: PostgresPaymentOperations },
        { provide: PaymentRecords, useClass: PostgresPaymentRecords },
        {
          provide: OperationResolver,
          inject: [PaymentGateways, PaymentOperations, CommandBus],
          useFactory: (gateways: PaymentGateways, operations: PaymentOperations, commands: CommandBus) => new OperationResolver(gateways, operations, commands),
        },
        {
          provide: Payments,
          inject: [UnitOfWork, PaymentGateways, PaymentOperations, OperationResolver, CommandBus],
          useFactory: (work: UnitOfWork, gateways: PaymentGateways, operations: PaymentOperations, resolver: OperationResolver, commands: CommandBus) =>
            new PaymentDesk(work, gateways, operations, resolver, commands),
        },
        PaymentListeners,
        DisputeListeners,
        ApplyGatewayFactsHandler,
      ],
      exports: [Payments, PaymentRecords, PaymentListeners, OperationResolver, PaymentGateways],
    };
  }
}

@Module({ providers: [ResolvePaymentsProcessor] })
export class PaymentsJobsModule {}

/** In test mode, the faults of the sandbox; otherwise nothing. */
@Module({})
export class PaymentsHttpModule {
  static forRoot({ sandboxUrl }: { readonly sandboxUrl: string | undefined }): DynamicModule {
    return {
      module: PaymentsHttpModule,
      controllers: sandboxUrl ? [GatewayScriptsController] : [],
      providers: [{ provide: SANDBOX_URL, useValue: sandboxUrl }],
    };
  }
}
