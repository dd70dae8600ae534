import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, isGone, runs } from './alive.js';
import { Refusal, type Say } from './refusal.js';

/** Larger than any process id of Linux, macOS or Windows in use. */
const NOBODYS_PID = 2 ** 22 + 1;

/** What the server says of itself in its data folder. */
interface PidFile {
  readonly pid: number;
  /** Takes connections; a standby takes those of readers. */
  readonly isReady: boolean;
}

/** Undefined when no server runs there or the last one stopped in order. */
export function readPidFile(folder: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), isReady: /^(ready|standby)\s*$/.test(lines[7] ?? '') };
  } catch {
    return undefined;
  }
}

/**
 * Stops the server that a killed launcher left behind. A pid file whose process is gone is left as
 * it is: PostgreSQL itself then waits for the last of its old processes, which we cannot see.
 */
export async function stopLeftover(folder: string, say: Say): Promise<void> {
  const left = readPidFile(folder);
  if (!left || !isAlive(left.pid)) return;
  if (!runs(left.pid, folder)) return disown(folder);
  say('The database of an earlier start still runs; stopping it first…');
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5000],
  ] as const) {
    process.kill(left.pid, signal);
    if (await isGone(left.pid, patience)) return;
  }
  throw new Refusal(
    `The database of an earlier start (process ${left.pid}) does not stop. End it, then start again.`,
  );
}

/**
 * The id in the pid file belongs to some other process now. The file must stay, because the server
 * finds its old shared memory by it; only the id is replaced by one that no process has.
 */
function disown(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^-?\d+/, String(NOBODYS_PID)));
}
