import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnv } from '@holdfast/config';
import { LogFile } from './log-file.js';
import { freePort } from './ports.js';
import { postgresBinaries } from './postgres-binaries.js';
import { diskRefusal, openCluster, SUPERUSER } from './postgres-cluster.js';
import { readPidFile, stopLeftover } from './postmaster.js';
import { Refusal, type Say } from './refusal.js';
import { serverUser, type ServerUser } from './server-user.js';

const READY_WITHIN_MS = 120_000;

export interface PostgresOptions {
  /** Folder of the cluster; made on the first start. */
  readonly dataDir: string;
  /** Password of the superuser; must be the same on every start. */
  readonly password: string;
  /** False gives up safety against a crash for speed: only for tests. */
  readonly durable?: boolean;
  readonly maxConnections?: number;
  /** A free one when not given. */
  readonly port?: number;
  readonly logFile?: string;
  readonly say?: Say;
}

/** A running PostgreSQL on 127.0.0.1. */
export interface Postgres {
  readonly pid: number;
  readonly port: number;
  /** Address of one database, with user and password. */
  url(database: string): string;
  /** Settles when the server has ended, for whatever reason. */
  readonly exited: Promise<unknown>;
  /** Ends all connections, writes everything out and stops. May be called again. */
  stop(): Promise<void>;
}

interface Launch {
  readonly bin: string;
  readonly folder: string;
  readonly port: number;
  readonly user: ServerUser | undefined;
  readonly log: LogFile;
}

/**
 * Starts the PostgreSQL that comes with the packages. What an earlier start left behind, a killed
 * server or one that still runs, is put in order first. One launcher per `dataDir` at a time.
 * @throws Refusal when it cannot start, with the reason.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, durable = true, say = () => {} } = options;
  const user = serverUser();
  const bin = postgresBinaries(user, say);
  const folder = openCluster({ ...options, bin, user, durable, say });
  await stopLeftover(folder, say);
  const log = new LogFile(options.logFile ?? join(dirname(dataDir), 'postgres.log'));
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const launch = { bin, folder, port, user, log };
    const child = launchServer(launch, serverSettings(options));
    const exited = new Promise((end) => child.once('exit', end));
    if (await isReady(child, folder)) return handle(child, exited, port, options.password);
    const patience = retryAfter(log.tail(), options.port === undefined);
    if (patience === undefined || attempt === 30) throw failure(launch);
    await new Promise((wake) => setTimeout(wake, patience));
  }
}

function launchServer({ bin, folder, port, user, log }: Launch, settings: string[]): ChildProcess {
  // A socket's path is bounded by the system to about 107 bytes.
  const sockets = folder.length > 90 || process.platform === 'win32' ? '' : folder;
  const args = ['-D', folder, '-p', String(port), '-c', `unix_socket_directories=${sockets}`];
  const child = log.lend((descriptor) =>
    spawn(join(bin, 'postgres'), [...args, ...settings.flatMap((setting) => ['-c', setting])], {
      cwd: folder,
      env: childEnv({ LC_ALL: 'C' }),
      stdio: ['ignore', descriptor, descriptor],
      // Its own process group: Ctrl-C in the terminal must not stop it before the shop has drained.
      detached: true,
      uid: user?.uid,
      gid: user?.gid,
    }),
  );
  child.on('error', (error) => appendFileSync(log.path, `${error.message}\n`));
  return child;
}

function serverSettings({ durable = true, maxConnections = 200 }: PostgresOptions): string[] {
  const safety = durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  return [
    'listen_addresses=127.0.0.1',
    `max_connections=${maxConnections}`,
    'shared_buffers=256MB',
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
    ...safety,
  ];
}

/** False when the server ended instead. */
async function isReady(child: ChildProcess, folder: string): Promise<boolean> {
  const end = Date.now() + READY_WITHIN_MS;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = readPidFile(folder);
    if (file?.pid === child.pid && file.isReady) return true;
    if (Date.now() > end) {
      child.kill('SIGQUIT');
      await once(child, 'exit');
    }
    await new Promise((wake) => setTimeout(wake, 10));
  }
  return false;
}

/** How long to wait before another try, when the reason passes by itself. */
function retryAfter(output: string, mayChoosePort: boolean): number | undefined {
  // The processes of a killed server need a moment to notice that it is gone.
  if (/pre-existing shared memory block|lock file .* already exists/.test(output)) return 200;
  if (mayChoosePort && output.includes('could not bind')) return 0;
  return undefined;
}

function failure({ folder, log, port }: Launch): Refusal {
  const output = log.tail();
  if (output.includes('could not bind')) {
    return new Refusal(`Port ${port} is taken, so the embedded database cannot start there.`);
  }
  return (
    diskRefusal(output, folder) ??
    new Refusal(`The embedded database does not start. The end of ${log.path}:\n${output}`)
  );
}

function handle(
  child: ChildProcess,
  exited: Promise<unknown>,
  port: number,
  password: string,
): Postgres {
  const pid = child.pid as number;
  return {
    pid,
    port,
    exited,
    url: (database) =>
      `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    stop: () => stopServer(child, exited),
  };
}

async function stopServer(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown. Windows has no signals: there this ends it at once, and
  // the next start recovers from the log as after a power cut.
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = new AbortController();
    const late = new Promise((wake) => setTimeout(wake, patience, timer).unref());
    await Promise.race([exited, late]);
  }
}
