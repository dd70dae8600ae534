import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IDENTITY_RECORDS, IdentityModule } from '@holdfast/identity';
import { type Id, NotFound, UnitOfWork } from '@holdfast/kernel';
import { type OrderConfirmation, Orders } from '@holdfast/ordering';
import { createHttpApp, EventDispatcher, NestLogger, PlatformHttpModule, PlatformJobsModule, PlatformModule } from '@holdfast/platform';
import { NotificationsHttpModule, NotificationsJobsModule, NotificationsModule } from './notifications.module.js';
import { specLogger } from '../../../test/support/spec-log.js';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

/** An order as the specs send it. */
export const ORDER: OrderConfirmation = {
  number: '1001',
  email: 'ada@example.com',
  placedAt: new Date('2026-11-21T10:30:00Z'),
  currency: 'EUR',
  lines: [
    { title: 'Enamel Mug', variantTitle: 'Large / Midnight Blue', sku: 'MUG-L-BLUE', quantity: 2, unitPrice: eur(1_999), total: eur(3_998) },
    { title: 'Linen Tea Towel', variantTitle: null, sku: null, quantity: 1, unitPrice: eur(1_250), total: eur(1_250) },
  ],
  subtotal: eur(5_248),
  total: eur(5_248),
  shippingAddress: { name: 'Ada Lovelace', line1: '12 St James’s Square', line2: 'Second floor', city: 'London', postal_code: 'SW1Y 4JH', country: 'GB', region: null },
  payment: { gateway: 'stripe', status: 'authorized' },
  orderUrl: 'http://shop.test/v1/orders/ord_01h455vb4pex5vsknk084sn02q',
  token: 'p3x0L8nV0dM2m4bQ6cQw1rY7tZ9uB5aJ3kH8gF2eD1s',
};

/** Orders of a few lines, in the place of the module that has real ones. */
export class OrdersOnFile extends Orders {
  readonly file = new Map<string, OrderConfirmation>();

  override forConfirmation(id: Id<'ord'>): Promise<OrderConfirmation | undefined> {
    const order = this.file.get(id);
    return order ? Promise.resolve(order) : Promise.reject(new NotFound());
  }
}

@Global()
@Module({ providers: [OrdersOnFile, { provide: Orders, useExisting: OrdersOnFile }], exports: [Orders, OrdersOnFile] })
class OrderingOnFileModule {}

const logger = specLogger();
const publicUrl = 'http://shop.test';

interface Composition {
  readonly smtpUrl?: string;
  /** With the relay and the runner of jobs, as a worker has them; otherwise specs run each step themselves. */
  readonly running?: boolean;
}

function compose(databaseUrl: string, { smtpUrl, running }: Composition, more: readonly (DynamicModule | Type)[]): Type {
  const platform = PlatformModule.forRoot({
    databaseUrl, publicUrl, logger, poolMax: 10, queue: { kind: 'postgres', url: databaseUrl },
    secret: 'a secret for the specs, not for anybody else', testMode: true, records: IDENTITY_RECORDS, migrations: [],
  });
  const notifications = NotificationsModule.forRoot({ smtpUrl, from: 'Holdfast Demo Shop <shop@example.com>' });
  class AppModule {}
  Module({ imports: [platform, IdentityModule.forRoot(), OrderingOnFileModule, notifications, ...more], providers: running ? [] : [EventDispatcher] })(AppModule);
  return AppModule;
}

export function startWorker(databaseUrl: string, composition: Composition = {}) {
  const more = composition.running ? [PlatformJobsModule, NotificationsJobsModule] : [NotificationsJobsModule];
  return NestFactory.createApplicationContext(compose(databaseUrl, composition, more), { logger: new NestLogger(logger), abortOnError: false });
}

export async function startApi(databaseUrl: string, testMode: boolean): Promise<NestFastifyApplication> {
  const app = await createHttpApp(compose(databaseUrl, {}, [PlatformHttpModule, NotificationsHttpModule.forRoot({ testMode })]), { publicUrl, logger });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Commits the event that an order was placed, as ordering does. */
export function placeOrder(app: { get<T>(token: abstract new () => T): T }, id: Id<'ord'>): Promise<void> {
  const work = app.get(UnitOfWork);
  return work.run(async () => work.record([{ type: 'ordering.order-placed.v1', subject: id, version: 1, to: 'placed', payload: { order_id: id } }]));
}
