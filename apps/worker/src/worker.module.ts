import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { CatalogJobsModule } from '@holdfast/catalog';
import { IdentityJobsModule } from '@holdfast/identity';
import { InventoryJobsModule } from '@holdfast/inventory';
import { NotificationsJobsModule } from '@holdfast/notifications';
import { OrderingJobsModule } from '@holdfast/ordering';
import { PaymentsJobsModule } from '@holdfast/payments';
import { PlatformJobsModule } from '@holdfast/platform';
import { coreModules, type ShopSettings } from '../../composition/core.js';

/** The worker: the same core as the API, with jobs instead of routes. */
@Module({})
export class WorkerModule {
  static forRoot(env: ShopSettings, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [...coreModules(env, logger), PlatformJobsModule, IdentityJobsModule, CatalogJobsModule, InventoryJobsModule, OrderingJobsModule, PaymentsJobsModule, NotificationsJobsModule],
    };
  }
}
