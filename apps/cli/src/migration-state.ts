import type { Constructor } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import type pg from 'pg';
import { MIGRATIONS } from './migrations.js';

export const nameOf = (migration: Constructor<Migration>): string => new migration(undefined as never, undefined as never).name!;

export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map(nameOf);

/** How far a database is, in the order in which migrations run. */
export interface MigrationState {
  readonly applied: readonly string[];
  /** What this release has and the database lacks. */
  readonly pending: readonly string[];
  /** What the database has and this release does not know: it was migrated by a newer one. */
  readonly unknown: readonly string[];
}

export async function migrationState(client: pg.ClientBase): Promise<MigrationState> {
  const executed = await executedNames(client);
  return {
    applied: MIGRATION_NAMES.filter((name) => executed.has(name)),
    pending: MIGRATION_NAMES.filter((name) => !executed.has(name)),
    unknown: [...executed].filter((name) => !MIGRATION_NAMES.includes(name)),
  };
}

async function executedNames(client: pg.ClientBase): Promise<Set<string>> {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('platform.migrations') is not null as exists`);
  if (!rows[0]?.exists) return new Set();
  const names = await client.query<{ name: string }>('select name from platform.migrations order by id');
  return new Set(names.rows.map(({ name }) => name));
}
