import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process of that id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Whether process `pid` runs and has `mark` in its command line. Ids are given out again, above all
 * after a restart of the machine or of a container: an id from a file proves nothing by itself.
 */
export function runs(pid: number, mark: string): boolean {
  if (pid === process.pid || !isAlive(pid)) return false;
  const line = commandLine(pid);
  return line === undefined || line.includes(mark);
}

/** Undefined where the system does not tell. */
function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    if (process.platform === 'win32') return undefined;
    const { status, stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], {
      encoding: 'utf8',
    });
    return status === 0 ? stdout : undefined;
  }
}

/** Waits until process `pid` is gone; false when it still runs after `timeoutMs`. */
export async function isGone(pid: number, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return true;
}
