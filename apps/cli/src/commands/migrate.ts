import type { Command } from 'commander';
import { PATIENCE } from '../apply-migrations.js';
import { type CommandContext, databaseUrlOf, described, json, settingsOf } from '../command-context.js';
import { connected } from '../connection.js';
import { migrate } from '../migrate.js';
import { migrationState, type MigrationState } from '../migration-state.js';
import { bar, withProgress } from '../progress.js';
import { positive, whole } from '../values.js';

interface Options {
  readonly plan?: boolean;
  readonly json?: boolean;
  /** Seconds. */
  readonly lockTimeout: number;
  readonly tries: number;
}

/** Brings the database to the state that this release expects. */
export const migrateCommand = (context: CommandContext): Command =>
  described({
    name: 'migrate',
    about: 'bring the database of DATABASE_URL to the state this release expects; forward only, safe to repeat, and while the shop runs',
    examples: ['migrate --plan  # what would run', 'migrate', 'migrate --lock-timeout 1 --tries 100  # a busy shop: wait shortly, more often'],
  })
    .option('--plan', 'tell what would run, and run nothing')
    .option('--lock-timeout <seconds>', 'how long a migration waits for a lock, with all others behind it, before it lets them pass', positive, PATIENCE.lockTimeoutMs / 1_000)
    .option('--tries <number>', 'how often it is tried', whole, PATIENCE.tries)
    .action((options: Options) => (options.plan ? plan(context, options) : run(context, options)));

async function plan(context: CommandContext, { json: asJson }: Options): Promise<void> {
  const state = await connected(databaseUrlOf(context), migrationState);
  context.screen.say(asJson ? json(state) : told(state));
}

function told({ applied, pending, unknown }: MigrationState): string {
  const newer = unknown.length > 0 ? [`It has ${unknown.join(', ')}, which this release does not know: a newer one migrated it.`] : [];
  if (pending.length === 0) return ['The database is up to date: nothing would run.', ...newer].join('\n');
  return [`The database has ${applied.length} migrations. These would run, in this order:`, ...pending.map((name) => `  ${name}`), ...newer].join('\n');
}

async function run(context: CommandContext, { json: asJson, lockTimeout, tries }: Options): Promise<void> {
  const { screen } = context;
  const { HOLDFAST_TEST_MODE: testMode } = settingsOf(context, 'HOLDFAST_TEST_MODE');
  const databaseUrl = databaseUrlOf(context);
  const patience = { ...PATIENCE, lockTimeoutMs: lockTimeout * 1_000, tries };
  const { applied } = await withProgress(screen, (show) =>
    migrate(databaseUrl, screen.warn, testMode, { patience, progress: (done, all, name) => show(`${bar(done, all, 'migrations')}, ${name}`) }));
  if (asJson) screen.say(json({ applied }));
  else screen.say(applied.length > 0 ? `Migrated: ${applied.join(', ')}.` : 'The database is up to date.');
}
