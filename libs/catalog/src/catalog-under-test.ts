import { Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type InitialStock, Inventory, type VariantId } from '@holdfast/inventory';
import { createHttpApp, EventDispatcher, PlatformHttpModule, PlatformModule } from '@holdfast/platform';
import { CatalogHttpModule } from './adapters/http/catalog-http.module.js';
import { CatalogJobsModule } from './adapters/jobs/catalog-jobs.module.js';
import { CATALOG_RECORDS } from './adapters/persistence/records.js';
import { RunImport } from './application/run-import.js';
import type { ImportId } from './application/uploaded-files.js';
import { CatalogModule } from './catalog.module.js';
import { specLogger } from '../../../test/support/spec-log.js';

/** Stock of a few variants, in the place of the module that counts it. Only what a catalog asks of it. */
export class StockInMemory extends Inventory {
  readonly stock = new Map<VariantId, number>();
  readonly causes: string[] = [];
  /** The call of this number, counted from now, fails. */
  callsUntilCrash = 0;

  override availability(ids: readonly VariantId[]): Promise<Map<VariantId, number>> {
    return Promise.resolve(new Map(ids.map((id) => [id, this.stock.get(id) ?? 0])));
  }

  override stockInitially(items: readonly InitialStock[], cause: string): Promise<void> {
    if (--this.callsUntilCrash === 0) return Promise.reject(new Error('crash'));
    for (const { variantId, quantity } of items) if (!this.stock.has(variantId)) this.stock.set(variantId, quantity);
    this.causes.push(cause);
    return Promise.resolve();
  }

  override hold = unused;
  override allocate = unused;
  override pin = unused;
  override unpin = unused;
  override release = unused;

  get total(): number {
    return [...this.stock.values()].reduce((a, b) => a + b, 0);
  }
}

function unused(): never {
  throw new Error('A catalog never asks this of the stock');
}

@Global()
@Module({ providers: [StockInMemory, { provide: Inventory, useExisting: StockInMemory }], exports: [Inventory, StockInMemory] })
class StockInMemoryModule {}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  // Answers are judged by the specs, field by field.
  readonly body: Record<string, any>;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Routes, jobs and core of the catalog on a database of their own; no keys are asked for. */
export interface CatalogUnderTest {
  readonly app: NestFastifyApplication;
  readonly databaseUrl: string;
  readonly stock: StockInMemory;
  call(method: Method, path: string, body?: object | string, headers?: Record<string, string>): Promise<Answer>;
  /** Uploads a file as a form and runs the import, as a worker would; answers the import. */
  importCsv(csv: string | Buffer, fields?: Record<string, string>): Promise<Record<string, any>>;
  stop(): Promise<void>;
}

const publicUrl = 'http://shop.test';

/** `database` is dropped in the end. */
export async function startCatalog(database: { readonly url: string; drop(): Promise<void> }): Promise<CatalogUnderTest> {
  const logger = specLogger();
  const platform = PlatformModule.forRoot({
    databaseUrl: database.url, publicUrl, logger, poolMax: 10, queue: { kind: 'postgres', url: database.url },
    secret: 'a secret for the specs, not for anybody else', testMode: false, records: CATALOG_RECORDS, migrations: [],
  });
  class AppModule {}
  const modules = [platform, PlatformHttpModule, StockInMemoryModule, CatalogModule.forRoot({ currency: 'EUR' }), CatalogHttpModule, CatalogJobsModule];
  Module({ imports: modules, providers: [EventDispatcher] })(AppModule);
  const app = await createHttpApp(AppModule, { publicUrl, logger });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const call = caller(app);
  return {
    app,
    databaseUrl: database.url,
    stock: app.get(StockInMemory),
    call,
    importCsv: async (csv, fields = {}) => {
      const { type, payload } = form(csv, fields);
      const { body } = await call('POST', '/v1/admin/imports', payload as never, { 'content-type': type });
      await app.get(CommandBus).execute(new RunImport(body['id'] as ImportId));
      return (await call('GET', `/v1/admin/imports/${body['id']}`)).body;
    },
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}

function caller(app: NestFastifyApplication): CatalogUnderTest['call'] {
  return async (method, path, body, headers = {}) => {
    const answer = await app.inject({ method, url: path, headers, ...(body === undefined ? {} : { payload: body }) });
    const isJson = /json/.test(String(answer.headers['content-type']));
    return { status: answer.statusCode, headers: answer.headers as Answer['headers'], text: answer.body, body: isJson ? answer.json() : {} };
  };
}

/** A form with fields and a file, as a browser sends it. */
export function form(csv: string | Buffer, fields: Record<string, string> = {}): { type: string; payload: Buffer } {
  const boundary = 'a-boundary-of-the-specs';
  const head = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="products.csv"\r\ncontent-type: text/csv\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head.join('') + file), Buffer.from(csv), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, payload };
}
