import type { Logger } from 'pino';
import type { EntitySchema } from '@mikro-orm/postgresql';
import type { Invariant } from './invariants/invariant.js';
import type { QueueBackend } from './queue/bull-backend.js';
import type { ThrottlingSettings } from './throttling/throttling-settings.js';

/** What an application tells the platform when it composes itself. */
export interface PlatformSettings {
  readonly databaseUrl: string;
  readonly poolMax: number;
  readonly queue: QueueBackend;
  readonly secret: string;
  readonly publicUrl: string;
  readonly testMode: boolean;
  readonly logger: Logger;
  /** MikroORM records of all modules. */
  readonly records: readonly EntitySchema[];
  /** Names of all migrations; readiness asks whether the database has them. */
  readonly migrations: readonly string[];
  /** Not ready without the database. Otherwise degraded: whoever comes is told 503 and when to come again. */
  readonly readyNeedsDatabase?: boolean;
  readonly invariants?: readonly Invariant[];
  /** Without it the exact limits hold as they stand, and requests in general are not limited. */
  readonly throttling?: ThrottlingSettings;
}
