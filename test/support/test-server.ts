import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareWithChildren } from '@holdfast/config';
import { migrate } from '../../apps/cli/src/migrate.js';
import { ensureDatabase } from '../../apps/launcher/src/databases.js';
import { type Postgres, startPostgres } from '../../apps/launcher/src/embedded-postgres.js';
import { prepareCardScans, sumOfScans, tell } from './card-scans.js';
import { SERVER, TEMPLATE } from './database.js';
import { sweepAfterCrash } from './sweep.js';

let running: { server: Postgres; folder: string } | undefined;

/** Starts PostgreSQL in a folder of its own and migrates the template database. */
export async function startTestServer(): Promise<void> {
  const folder = mkdtempSync(join(roomInMemory() ?? tmpdir(), 'holdfast-test-'));
  // The user that PostgreSQL runs as must be able to enter.
  chmodSync(folder, 0o755);
  try {
    const password = randomBytes(16).toString('base64url');
    const dataDir = join(folder, 'postgres');
    const server = await startPostgres({ dataDir, password, durable: false, maxConnections: 300 });
    running = { server, folder };
    sweepAfterCrash(folder);
    await ensureDatabase(server.url('postgres'), TEMPLATE);
    await migrate(server.url(TEMPLATE));
    await prepareCardScans(server.url('postgres'));
    shareWithChildren(SERVER, server.url('postgres'));
  } catch (error) {
    await stopTestServer();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const MEMORY = '/dev/shm';
/** A run takes a tenth of it. */
const ROOM_BYTES = 2 * 1024 ** 3;

/** Every spec copies a database of a thousand files: in memory that takes a tenth of the time. Containers often have too little of it. */
function roomInMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES ? MEMORY : undefined;
  } catch {
    return undefined;
  }
}

/** Tells what was searched for card numbers, and that there were none. */
export async function tellCardScan(): Promise<void> {
  if (running) tell(await sumOfScans(running.server.url('postgres')));
}

export async function stopTestServer(): Promise<void> {
  await running?.server.stop();
  if (running) rmSync(running.folder, { recursive: true, force: true });
  running = undefined;
}
