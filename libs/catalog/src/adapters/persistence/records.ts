import { defineEntity, p } from '@mikro-orm/postgresql';

/** An import. Its counters are moved by SQL, step by step. */
export const ImportRecord = defineEntity({
  name: 'CatalogImportRecord',
  tableName: 'imports',
  schema: 'catalog',
  properties: {
    id: p.uuid().primary(),
    status: p.string(),
    fileName: p.text().nullable(),
    currency: p.string(),
    size: p.integer(),
    doneLine: p.integer().default(0),
    errorCode: p.string().nullable(),
    errorMessage: p.text().nullable(),
    updatedAt: p.datetime(),
  },
});

/** A job as the admin API shows it. */
export const JobRecord = defineEntity({
  name: 'CatalogJobRecord',
  tableName: 'jobs',
  schema: 'platform',
  properties: {
    id: p.uuid().primary(),
    kind: p.string(),
    status: p.string(),
    error: p.text().nullable(),
    updatedAt: p.datetime(),
  },
});

export const CATALOG_RECORDS = [ImportRecord, JobRecord];
