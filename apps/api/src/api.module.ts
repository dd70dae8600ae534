import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { CatalogHttpModule } from '@holdfast/catalog';
import { IdentityHttpModule } from '@holdfast/identity';
import { InventoryHttpModule } from '@holdfast/inventory';
import { NotificationsHttpModule } from '@holdfast/notifications';
import { OrderingHttpModule } from '@holdfast/ordering';
import { PaymentsHttpModule } from '@holdfast/payments';
import { AdmissionControl, PlatformHttpModule } from '@holdfast/platform';
import { coreModules, type ShopSettings } from '../../composition/core.js';

/** The API: the core and the routes of every module. */
@Module({})
export class ApiModule {
  static forRoot(env: ShopSettings, logger: Logger, admission: AdmissionControl): DynamicModule {
    return {
      module: ApiModule,
      providers: [{ provide: AdmissionControl, useValue: admission }],
      imports: [
        ...coreModules(env, logger),
        // Guards run in this order: first who is calling, then what is asked.
        IdentityHttpModule, env.HOLDFAST_TEST_MODE ? PlatformHttpModule.inTestMode(sandboxesOf(env)) : PlatformHttpModule, CatalogHttpModule, InventoryHttpModule, OrderingHttpModule,
        PaymentsHttpModule.forRoot({ sandboxUrl: sandboxOf(env) }),
        NotificationsHttpModule.forRoot({ testMode: env.HOLDFAST_TEST_MODE }),
      ],
    };
  }
}

/** Faults are asked of the sandbox only, never of a real gateway. */
const sandboxOf = ({ HOLDFAST_TEST_MODE, STRIPE_API_BASE }: ShopSettings): string | undefined =>
  HOLDFAST_TEST_MODE && new URL(STRIPE_API_BASE).hostname === '127.0.0.1' ? STRIPE_API_BASE : undefined;

/** The gateways that are played on this machine; their time is the shop's. */
const sandboxesOf = ({ STRIPE_API_BASE, PAYPAL_API_BASE }: ShopSettings): string[] =>
  [...new Set([STRIPE_API_BASE, PAYPAL_API_BASE].map((base) => new URL(base)).filter(({ hostname }) => hostname === '127.0.0.1').map(({ origin }) => origin))];
