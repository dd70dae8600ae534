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
  /** Settings of its sessions other than {@link SESSION}. */
  readonly session?: Readonly<Record<string, string>>;
}

/** PostgreSQL's own guards against a transaction that was forgotten, and against waiting without an end. */
const SESSION: Readonly<Record<string, string>> = {
  lock_timeout: '5s',
  statement_timeout: '30s',
  idle_in_transaction_session_timeout: '15s',
  default_transaction_isolation: 'read\\ committed',
};

const optionsOf = (session: Readonly<Record<string, string>>): string => Object.entries(session).map(([name, value]) => `-c ${name}=${value}`).join(' ');

/** bigint and numeric counts fit a JavaScript number here: amounts are bounded to 10¹² by Money and by CHECKs. */
function numbersAsNumbers(pool: pg.Pool): void {
  const types = (pool.options as { types?: { setTypeParser(oid: number, parse: (text: string) => unknown): void } }).types;
  types?.setTypeParser(20, Number);
}

/** MikroORM on one pg.Pool that the raw statements share. */
export function ormConfig({ url, poolMax, records, migrations = [], testMode = false, session = {} }: OrmSettings) {
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
      options: `${optionsOf({ ...SESSION, ...session })}${testMode ? ` ${MOVED_TIME}` : ''}`,
      connectionTimeoutMillis: 5_000,
      onPoolCreated: numbersAsNumbers,
    },
    migrations: {
      // In one name: with a schema of its own, MikroORM runs no migration outside of a transaction, and CONCURRENTLY needs that.
      tableName: 'platform.migrations',
      snapshot: false,
      silent: true,
      // Each in a transaction of its own: what one has locked is free again when the next one waits.
      allOrNothing: false,
      migrationsList: migrations.map((migration) => ({ name: new migration(undefined as never, undefined as never).name!, class: migration })),
    },
  });
}
