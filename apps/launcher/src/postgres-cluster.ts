import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { childEnv } from '@holdfast/config';
import { openFolder, SHARED_FOLDER } from './postgres-binaries.js';
import { Refusal, type Say } from './refusal.js';
import { isReachable, type ServerUser } from './server-user.js';

/** Name of the superuser of every cluster that we make. */
export const SUPERUSER = 'holdfast';

export interface ClusterOptions {
  readonly dataDir: string;
  readonly bin: string;
  readonly user: ServerUser | undefined;
  readonly password: string;
  readonly durable: boolean;
  readonly say: Say;
}

/** The real folder of the cluster behind `dataDir`; made when there is none. */
export function openCluster(options: ClusterOptions): string {
  const dataDir = resolve(options.dataDir);
  if (existsSync(dataDir)) return checked(realpathSync(dataDir), options);
  // A link that leads nowhere: its cluster was removed by hand.
  if (lstatSync(dataDir, { throwIfNoEntry: false })) rmSync(dataDir);
  mkdirSync(dirname(dataDir), { recursive: true });
  if (!options.user || isReachable(dataDir, options.user)) return create(dataDir, options);
  const folder = create(elsewhere(dataDir), options);
  symlinkSync(folder, dataDir);
  options.say(
    `User ${options.user.name} cannot enter ${dirname(dataDir)}; the database is kept in ${folder}.`,
  );
  return folder;
}

function checked(folder: string, { user }: ClusterOptions): string {
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    throw new Refusal(
      `${folder} is not a PostgreSQL data folder. Remove it, or choose another HOLDFAST_DATA_DIR.`,
    );
  }
  if (user && !isReachable(folder, user)) {
    throw new Refusal(
      `User ${user.name} cannot enter ${dirname(folder)}. Open it (chmod o+x), or choose another HOLDFAST_DATA_DIR.`,
    );
  }
  return folder;
}

/** Random at its end: a removed `var` must not bring back the cluster of the one before it. */
function elsewhere(dataDir: string): string {
  openFolder(SHARED_FOLDER);
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return join(SHARED_FOLDER, `${name}-${randomBytes(4).toString('hex')}`);
}

/** Made beside its place and moved when whole, so that an interrupted start leaves nothing half. */
function create(folder: string, options: ClusterOptions): string {
  const { user } = options;
  const draft = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, options.password, { mode: 0o600 });
    if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
    initdb(draft, passwordFile, options);
    renameSync(draft, folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function initdb(
  folder: string,
  passwordFile: string,
  { bin, user, durable }: ClusterOptions,
): void {
  const locale = [
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '-E',
    'UTF8',
  ];
  const access = ['-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const { status, stderr, error } = spawnSync(
    join(bin, 'initdb'),
    ['-D', folder, ...access, ...locale, ...(durable ? [] : ['--no-sync', '--no-data-checksums'])],
    {
      cwd: folder,
      env: childEnv({ LC_ALL: 'C' }),
      encoding: 'utf8',
      uid: user?.uid,
      gid: user?.gid,
    },
  );
  if (status === 0) return;
  const output = stderr || String(error);
  throw (
    diskRefusal(output, folder) ??
    new Refusal(`The embedded database could not be made in ${folder}:\n${output.trim()}`)
  );
}

/** The refusal when `output` of a PostgreSQL program tells of a full disk. */
export function diskRefusal(output: string, folder: string): Refusal | undefined {
  if (!output.includes('No space left on device')) return undefined;
  return new Refusal(
    `The disk that holds ${folder} is full. Free some space and start again; nothing stored is lost.`,
  );
}
