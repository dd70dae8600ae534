import { runMigrations } from 'bullmq';
import type pg from 'pg';
import { layTestClock, removeTestClock } from '@holdfast/platform';
import { type Applying, applyMigrations, PATIENCE, type Patience } from './apply-migrations.js';
import { connected } from './connection.js';
import { migrationState } from './migration-state.js';

export { MIGRATION_NAMES } from './migration-state.js';

/** Any number: two processes that migrate at once take turns. */
const MIGRATION_LOCK = 4_850_610;

export interface Migrated {
  /** What was run now, in order. */
  readonly applied: readonly string[];
}

/** How long it waits for others, and who is told how far it is. */
export interface Waiting {
  readonly patience?: Patience;
  readonly progress?: Applying['progress'];
}

/**
 * Brings the database to the state this code expects: the schemas of all modules, and BullMQ's own. Forward only, safe to repeat
 * and to run from several processes at once. @throws Failure when something holds a lock that is needed
 */
export function migrate(databaseUrl: string, say: (line: string) => void = () => undefined, testMode = false, { patience = PATIENCE, progress }: Waiting = {}): Promise<Migrated> {
  return connected(databaseUrl, async (client) => {
    await takeTurn(client, say);
    const { pending } = await migrationState(client);
    if (pending.length > 0) await applyMigrations({ databaseUrl, pending, patience, progress, say, watcher: client });
    await runMigrations(client as never);
    await (testMode ? layTestClock(client) : leaveTestMode(client, say));
    return { applied: pending };
  });
}

/** For the rest of the session. */
async function takeTurn(client: pg.Client, say: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [MIGRATION_LOCK]);
  if (rows[0]?.taken) return;
  say('Somebody else is migrating this database; waiting until that is done…');
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}

/** A database that was in test mode becomes one that knows only the time of its server. */
async function leaveTestMode(client: pg.Client, say: (line: string) => void): Promise<void> {
  const ahead = await removeTestClock(client);
  if (ahead) say(`The test clock was ${ahead} seconds ahead and is gone: some records of this database are from the future.`);
}
