export * from './catalog.js';
export * from './catalog.module.js';
export * from './domain/events.js';
export { CatalogHttpModule } from './adapters/http/catalog-http.module.js';
export { CatalogJobsModule } from './adapters/jobs/catalog-jobs.module.js';
export { Catalog0001 } from './adapters/persistence/migrations/0001-catalog.js';
export { Catalog0002 } from './adapters/persistence/migrations/0002-privacy.js';
export { Catalog0003 } from './adapters/persistence/migrations/0003-growth.js';
export { CATALOG_RECORDS } from './adapters/persistence/records.js';
