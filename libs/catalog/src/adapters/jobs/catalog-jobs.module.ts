import { Module } from '@nestjs/common';
import { ShowAvailability } from './availability.consumer.js';
import { QueueImport, RunImportJob, TendImports } from './import.jobs.js';

/** What workers do for the catalog. Needs {@link CatalogModule} beside it. */
@Module({ providers: [ShowAvailability, QueueImport, RunImportJob, TendImports] })
export class CatalogJobsModule {}
