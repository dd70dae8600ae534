import { MikroORM } from '@mikro-orm/postgresql';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { layTestClock, ormConfig, removeTestClock } from '@holdfast/platform';
import { MIGRATIONS } from './migrations.js';

const nameOf = (migration: (typeof MIGRATIONS)[number]): string => new migration(undefined as never, undefined as never).name!;

export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map(nameOf);

/** Any number: two processes that migrate at once take turns. */
const MIGRATION_LOCK = 4_850_610;

async function executed(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('platform.migrations') is not null as exists`);
  if (!rows[0]?.exists) return new Set();
  const names = await client.query<{ name: string }>('select name from platform.migrations');
  return new Set(names.rows.map(({ name }) => name));
}

/**
 * Brings the database to the state this code expects: the schemas of all modules, and BullMQ's own. Forward only, safe to repeat
 * and to run from several processes at once.
 */
export async function migrate(databaseUrl: string, say: (line: string) => void = () => undefined, testMode = false): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const known = await executed(client);
    const pending = MIGRATION_NAMES.filter((name) => !known.has(name));
    if (pending.length > 0) await applyMigrations(databaseUrl);
    await runMigrations(client as never);
    await (testMode ? layTestClock(client) : leaveTestMode(client, say));
    say(pending.length > 0 ? `Migrated: ${pending.join(', ')}.` : 'The database is up to date.');
  } finally {
    await client.end();
  }
}

async function applyMigrations(databaseUrl: string): Promise<void> {
  const orm = await MikroORM.init(ormConfig({ url: databaseUrl, poolMax: 2, records: [], migrations: MIGRATIONS }));
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}

/** A database that was in test mode becomes one that knows only the time of its server. */
async function leaveTestMode(client: pg.Client, say: (line: string) => void): Promise<void> {
  const ahead = await removeTestClock(client);
  if (ahead) say(`The test clock was ${ahead} seconds ahead and is gone: some records of this database are from the future.`);
}
