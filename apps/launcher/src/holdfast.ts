import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { childEnv, EnvironmentError, readEnv, readGiven, type SettingName } from '@holdfast/config';
import { DataDirectory } from './data-directory.js';
import { findRoot } from './plan.js';
import { entryOf, type Env } from './programs.js';
import { Refusal } from './refusal.js';

/** The command line, with the settings of the `npm start` that runs in this checkout where no database is named. */
function main(args: readonly string[]): void {
  const root = findRoot();
  const child = spawn(process.execPath, ['--enable-source-maps', entryOf(root, 'cli'), ...args], { stdio: 'inherit', env: childEnv(settings(root)) });
  // Ctrl-C reaches the command as well; it says when it has ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void (signal === 'SIGINT' || child.kill(signal)));
  child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** What is given counts; the rest is that of what runs. */
function settings(root: string): Env {
  if (readGiven(['DATABASE_URL']).DATABASE_URL) return {};
  const folder = resolve(root, readEnv(['HOLDFAST_DATA_DIR']).HOLDFAST_DATA_DIR);
  const running = Object.entries(new DataDirectory(folder).running() ?? {});
  const given = readGiven(running.map(([name]) => name as SettingName));
  return Object.fromEntries(running.filter(([name]) => !(name in given)));
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal || error instanceof EnvironmentError)) throw error;
  console.error(error.message);
  process.exit(2);
}
