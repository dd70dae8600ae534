import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type EntitySchema } from '@mikro-orm/postgresql';
import type { Constructor } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import type pg from 'pg';
import { MOVED_TIME } from '../test-clock/schema.js';
import { PreparingClient } from './statement.js';

export interface OrmSettings {
  readonly url: string;
  readonly poolMax: number;
  readonly records: readonly EntitySchema[];
  readonly migrations?: readonly Constructor<Migration>[];
  /** SQL sees the time of the test clock. */
  readonly testMode?: boolean;
}

/** PostgreSQL's own guards against a transaction that was forgotten, and against waiting without an end. */
const SESSION = [
  '-c lock_timeout=5s',
  '-c statement_timeout=30s',
  '-c idle_in_transaction_session_timeout=15s',
  '-c default_transaction_isolation=read\\ committed',
].join(' ');

/** bigint and numeric counts fit a JavaScript number here: amounts are bounded to 10¹² by Money and by CHECKs. */
function numbersAsNumbers(pool: pg.Pool): void {
  const types = (pool.options as { types?: { setTypeParser(oid: number, parse: (text: string) => unknown): void } }).types;
  types?.setTypeParser(20, Number);
}

/** MikroORM on one pg.Pool that the raw statements share. */
export function ormConfig({ url, poolMax, records, migrations = [], testMode = false }: OrmSettings) {
  return defineConfig({
    clientUrl: url,
    entities: records.length > 0 ? [...records] : [],
    discovery: { warnWhenNoEntities: false },
    extensions: migrations.length > 0 ? [Migrator] : [],
    pool: { min: 0, max: poolMax },
    driverOptions: {
      Client: PreparingClient,
      // Statements are sent while earlier ones run, see Database.send.
      pipeline: true,
      options: testMode ? `${SESSION} ${MOVED_TIME}` : SESSION,
      connectionTimeoutMillis: 5_000,
      onPoolCreated: numbersAsNumbers,
    },
    migrations: {
      tableName: 'migrations',
      schema: 'platform',
      snapshot: false,
      silent: true,
      migrationsList: migrations.map((migration) => ({ name: new migration(undefined as never, undefined as never).name!, class: migration })),
    },
  });
}
