import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const LARGEST = 10 * 1024 * 1024;

/** A log that a child process writes to by itself; one older part is kept. */
export class LogFile {
  #begin = 0;

  constructor(readonly path: string) {}

  /** Opens the file for a child that starts now, hands it to `use`, and closes our own end. */
  lend<T>(use: (descriptor: number) => T): T {
    mkdirSync(dirname(this.path), { recursive: true });
    this.#begin = size(this.path);
    if (this.#begin > LARGEST) {
      renameSync(this.path, `${this.path}.1`);
      this.#begin = 0;
    }
    const descriptor = openSync(this.path, 'a');
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** What the child that was started last has written, or the end of it. */
  tail(lines = 12): string {
    let written: Buffer;
    try {
      written = readFileSync(this.path).subarray(this.#begin);
    } catch {
      return '';
    }
    return written.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }
}

function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
