import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGiven } from '@holdfast/config';
import pg from 'pg';
import { checkDatabase, ensureDatabase, withDatabase } from '../apps/launcher/src/databases.js';
import { type Postgres, startPostgres } from '../apps/launcher/src/embedded-postgres.js';
import { Refusal, type Say } from '../apps/launcher/src/refusal.js';
import { sweepAfterCrash } from './sweeper.js';

/** The one PostgreSQL server that both sides use, with a database for each. */
export interface Server {
  readonly version: string;
  readonly isEmbedded: boolean;
  readonly floorUrl: string;
  readonly holdfastUrl: string;
  /** Folder for logs; gone after {@link Server.close}. */
  readonly folder: string;
  /** Writes out what earlier windows left to write, so that no window pays for another. */
  checkpoint(): Promise<void>;
  /** Lets PostgreSQL count both databases, as autovacuum does within a minute wherever rows come in. */
  analyze(): Promise<void>;
  /** Makes each flush of the log wait so long, as a disk at the other end of a network does; 0 takes it back. Only of a server of our own. */
  flushTakes(ms: number): Promise<void>;
  close(): Promise<void>;
}

const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

/** @throws Refusal when the server is not durable: figures without fsync would mean nothing. */
export async function openServer(say: Say): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  // The user that PostgreSQL runs as must be able to enter.
  chmodSync(folder, 0o755);
  const { DATABASE_URL } = readGiven(['DATABASE_URL']);
  const started = DATABASE_URL ? undefined : await embedded(folder, say);
  const url = DATABASE_URL ?? started!.url('postgres');
  const suffix = randomBytes(4).toString('hex');
  const names = [`bench_floor_${suffix}`, `bench_holdfast_${suffix}`] as const;
  const admin = new pg.Client({ connectionString: url });
  admin.on('error', () => {});
  const close = async (): Promise<void> => {
    for (const name of started ? [] : names) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    await started?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (DATABASE_URL) await checkDatabase(DATABASE_URL, 'DATABASE_URL');
    await admin.connect();
    await requireDurable(admin);
    for (const name of names) await ensureDatabase(url, name);
    const { rows } = await admin.query<{ server_version: string }>('show server_version');
    return {
      version: rows[0]!.server_version,
      isEmbedded: started !== undefined,
      floorUrl: withDatabase(url, names[0]),
      holdfastUrl: withDatabase(url, names[1]),
      folder,
      // Only a superuser may; a server of others goes without.
      checkpoint: async () => void (await admin.query('checkpoint').catch(() => {})),
      analyze: async () => {
        for (const name of names) await analyze(withDatabase(url, name));
      },
      flushTakes: async (ms) => {
        if (started) await delayCommits(admin, ms * 1_000);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function embedded(folder: string, say: Say): Promise<Postgres> {
  const password = randomBytes(16).toString('base64url');
  const dataDir = join(folder, 'postgres');
  const started = await startPostgres({ dataDir, password, durable: true, say });
  sweepAfterCrash(started.pid, folder);
  return started;
}

/** `commit_siblings` = 0: whoever commits waits, also alone; those who commit meanwhile share the flush, as they share that of a disk. */
async function delayCommits(admin: pg.Client, microseconds: number): Promise<void> {
  await admin.query('alter system set commit_siblings = 0');
  await admin.query(`alter system set commit_delay = ${microseconds}`);
  await admin.query('select pg_reload_conf()');
  for (;;) {
    const { rows } = await admin.query<{ setting: string }>(`select setting from pg_settings where name = 'commit_delay'`);
    if (Number(rows[0]!.setting) === microseconds) return;
  }
}

async function analyze(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

async function requireDurable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1) order by name',
    [DURABLE],
  );
  const lax = rows.filter(({ setting }) => setting !== 'on');
  if (lax.length === 0) return;
  const found = lax.map(({ name, setting }) => `${name} = ${setting}`).join(', ');
  throw new Refusal(`This PostgreSQL may lose commits (${found}); a measurement on it means nothing.`);
}
