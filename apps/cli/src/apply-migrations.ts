import { setTimeout as pause } from 'node:timers/promises';
import { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { ormConfig } from '@holdfast/platform';
import { Failure } from './command-context.js';
import { endThem, type LockHolder, lockHolders, tellHolder } from './lock-holders.js';
import { MIGRATIONS } from './migrations.js';

/** How long a migration waits for a lock, and how often it is tried. */
export interface Patience {
  /** While it waits, everybody who comes after it to the same table waits as well. */
  readonly lockTimeoutMs: number;
  readonly tries: number;
  readonly pauseMs: number;
}

export const PATIENCE: Patience = { lockTimeoutMs: 2_000, tries: 30, pauseMs: 1_000 };

const LOOK_EVERY_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

export interface Applying {
  readonly databaseUrl: string;
  /** Names, in the order in which they run. */
  readonly pending: readonly string[];
  readonly patience: Patience;
  readonly say: (line: string) => void;
  /** Called before each. */
  readonly progress?: ((done: number, all: number, name: string) => void) | undefined;
  /** Looks who is in the way; another connection than those that migrate. */
  readonly watcher: pg.ClientBase;
}

/**
 * Runs migrations one after another, each in a transaction of its own. One that does not get a lock in time is undone, lets all pass that
 * came to wait behind it, and is tried again. @throws Failure that names whoever holds the lock, when it was tried often enough
 */
export async function applyMigrations(applying: Applying): Promise<void> {
  const { databaseUrl: url, pending, patience } = applying;
  const application = `holdfast-migrate-${process.pid}`;
  // What has no schema in a migration, as the extension's operators, is found where the first one put it.
  const session = { search_path: 'platform', lock_timeout: String(patience.lockTimeoutMs), statement_timeout: '0', idle_in_transaction_session_timeout: '0', application_name: application };
  const orm = await MikroORM.init(ormConfig({ url, poolMax: 2, records: [], migrations: MIGRATIONS, session }));
  try {
    for (const [done, name] of pending.entries()) {
      applying.progress?.(done, pending.length, name);
      await patiently(name, application, applying, () => orm.migrator.up({ migrations: [name] }));
    }
  } finally {
    await orm.close(true);
  }
}

async function patiently(name: string, application: string, { patience, say, watcher }: Applying, run: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const watch = watched(watcher, application);
    try {
      return void (await run());
    } catch (error) {
      if (!isLockRefused(error)) throw error;
      const holders = await watch.end();
      const who = holders.length > 0 ? `in the way: ${holders.map(tellHolder).join('; ')}` : 'who was in the way is gone';
      if (attempt >= patience.tries) {
        throw new Failure(`${name} did not get its lock in ${attempt} tries of ${patience.lockTimeoutMs / 1_000} s; ${who}. ${holders.length > 0 ? endThem(holders) : 'Run migrate again.'}\n`
          + 'Nothing of it is done; what was migrated before it stays.');
      }
      say(`${name} waits for a lock (try ${attempt} of ${patience.tries}); ${who}.`);
      await pause(patience.pauseMs);
    } finally {
      await watch.end();
    }
  }
}

/** PostgreSQL gave the lock to others, here or inside of what MikroORM wrapped. */
function isLockRefused(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === LOCK_NOT_AVAILABLE || code === DEADLOCK || (cause instanceof Error && isLockRefused(cause));
}

interface Watch {
  /** Stops looking; whoever was in the way when that was last seen. */
  end(): Promise<readonly LockHolder[]>;
}

/** Looks who is in the way as long as it is under way: afterwards nobody is. */
function watched(client: pg.ClientBase, application: string): Watch {
  const ending = new AbortController();
  let seen: readonly LockHolder[] = [];
  const looking = (async () => {
    while (!ending.signal.aborted) {
      const holders = await lockHolders(client, application).catch(() => []);
      if (holders.length > 0) seen = holders;
      await pause(LOOK_EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    end: async () => {
      ending.abort();
      await looking;
      return seen;
    },
  };
}
