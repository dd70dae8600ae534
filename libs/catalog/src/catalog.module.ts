import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CsvProductFiles } from './adapters/csv/csv-product-files.js';
import { GetAdminProductHandler, GetProductHandler, GetVariantHandler } from './adapters/persistence/get-product.handlers.js';
import { GetImportHandler, GetJobHandler, ListImportRowsHandler } from './adapters/persistence/import-queries.js';
import { ListAdminProductsHandler } from './adapters/persistence/list-admin-products.handler.js';
import { ListProductsHandler } from './adapters/persistence/list-products.handler.js';
import { PostgresCatalog } from './adapters/persistence/postgres-catalog.js';
import { PostgresImports } from './adapters/persistence/postgres-imports.js';
import { PostgresProducts } from './adapters/persistence/postgres-products.js';
import { PostgresUploadedFiles } from './adapters/persistence/postgres-uploaded-files.js';
import { ProductRows } from './adapters/persistence/product-rows.js';
import { ProductViews } from './adapters/persistence/product-views.js';
import { AddVariantHandler } from './application/add-variant.js';
import { ApplyDraftsHandler } from './application/apply-drafts.js';
import { ArchiveProductHandler } from './application/archive-product.js';
import { CatalogSettings } from './application/catalog-settings.js';
import { CreateProductHandler } from './application/create-product.js';
import { FailImportHandler } from './application/fail-import.js';
import { Imports } from './application/imports.js';
import { KeepUploadHandler } from './application/keep-upload.js';
import { NoteAvailabilityHandler } from './application/note-availability.js';
import { ProductFiles } from './application/product-file.js';
import { RequestImportHandler } from './application/request-import.js';
import { RunImportHandler } from './application/run-import.js';
import { SetPricesHandler } from './application/set-prices.js';
import { UpdateProductHandler } from './application/update-product.js';
import { UpdateVariantHandler } from './application/update-variant.js';
import { UploadedFiles } from './application/uploaded-files.js';
import { Catalog } from './catalog.js';
import { Products } from './domain/products.js';

const COMMANDS = [
  AddVariantHandler, ApplyDraftsHandler, ArchiveProductHandler, CreateProductHandler, FailImportHandler, KeepUploadHandler, NoteAvailabilityHandler,
  RequestImportHandler, RunImportHandler, SetPricesHandler, UpdateProductHandler, UpdateVariantHandler,
];
const QUERIES = [
  GetAdminProductHandler, GetImportHandler, GetJobHandler, GetProductHandler, GetVariantHandler, ListAdminProductsHandler,
  ListImportRowsHandler, ListProductsHandler,
];

/** The catalog without routes and jobs. Global, so that whoever sells finds {@link Catalog}. */
@Global()
@Module({
  providers: [
    ...COMMANDS,
    ...QUERIES,
    ProductRows,
    ProductViews,
    { provide: CatalogSettings, useValue: new CatalogSettings('EUR') },
    { provide: Catalog, useClass: PostgresCatalog },
    { provide: Products, useClass: PostgresProducts },
    { provide: Imports, useClass: PostgresImports },
    { provide: UploadedFiles, useClass: PostgresUploadedFiles },
    { provide: ProductFiles, useClass: CsvProductFiles },
  ],
  exports: [Catalog, CatalogSettings, Imports],
})
export class CatalogModule {
  /** With the currency of imported prices and of price filters that name none. */
  static forRoot({ currency }: { readonly currency: string }): DynamicModule {
    return { module: CatalogModule, providers: [{ provide: CatalogSettings, useValue: new CatalogSettings(currency) }] };
  }
}
