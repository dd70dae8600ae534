import { readdirSync, readFileSync } from 'node:fs';

/** Memory that a process really has, in bytes; undefined when it has ended. Linux. */
export function memoryOf(pid: number): number | undefined {
  const pages = read(`/proc/${pid}/statm`)?.split(' ')[1];
  return pages === undefined ? undefined : Number(pages) * 4_096;
}

const TICKS_PER_SECOND = 100;

/** Seconds of a processor that a process has taken since it began; undefined when it has ended. Linux. */
export function processorTimeOf(pid: number): number | undefined {
  // The name of the program stands in front in parentheses, and may hold anything.
  const fields = read(`/proc/${pid}/stat`)?.match(/.*\) (.*)/s)?.[1]?.split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** A process and all that it started. Linux. */
export function familyOf(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

/** Sends a signal to those that are still there. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Ended meanwhile.
    }
  }
}

/** The name of the program stands before it in parentheses, and may hold anything. */
const parentOf = (pid: string): number | undefined => {
  const parent = read(`/proc/${pid}/stat`)?.match(/.*\) \S (\d+)/s)?.[1];
  return parent === undefined ? undefined : Number(parent);
};

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
