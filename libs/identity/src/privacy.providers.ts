import type { Provider } from '@nestjs/common';
import { ErasuresController } from './adapters/http/erasures.controller.js';
import { PrivacyController } from './adapters/http/privacy.controller.js';
import { IdentityPersonalData } from './adapters/persistence/personal-data.js';
import { PostgresDataExports } from './adapters/persistence/postgres-data-exports.js';
import { PostgresDataSubjects } from './adapters/persistence/postgres-data-subjects.js';
import { PostgresErasures } from './adapters/persistence/postgres-erasures.js';
import { CarryOutErasuresHandler } from './application/carry-out-erasures.js';
import { GetDataExportContentHandler, GetDataExportHandler } from './application/get-data-export.js';
import { GetErasureHandler } from './application/get-erasure.js';
import { RequestDataExportHandler } from './application/request-data-export.js';
import { RequestErasureHandler } from './application/request-erasure.js';
import { ForgetDataExportsHandler, WriteDataExportHandler } from './application/write-data-exports.js';
import { DataExports } from './domain/data-export.js';
import { DataSubjects } from './domain/data-subjects.js';
import { Erasures } from './domain/erasure.js';

/** What customers are told of themselves, and how they are forgotten. */
export const PRIVACY_PROVIDERS: Provider[] = [
  { provide: DataSubjects, useClass: PostgresDataSubjects },
  { provide: DataExports, useClass: PostgresDataExports },
  { provide: Erasures, useClass: PostgresErasures },
  IdentityPersonalData, RequestDataExportHandler, WriteDataExportHandler, ForgetDataExportsHandler, GetDataExportHandler, GetDataExportContentHandler,
  RequestErasureHandler, CarryOutErasuresHandler, GetErasureHandler,
];

export const PRIVACY_CONTROLLERS = [PrivacyController, ErasuresController];
