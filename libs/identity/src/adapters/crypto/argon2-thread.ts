import { type Argon2Parameters, argon2Sync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** Weighs a tenth of a thread of usual priority: hashes get what is left over, and a little where nothing is. */
const NICE = 10;

/** What the thread is asked, and answers. */
export interface Derivation {
  readonly id: number;
  readonly parameters: Argon2Parameters;
}

export interface Derived {
  readonly id: number;
  readonly tag: Uint8Array;
}

// On Linux a priority is that of the thread which asks; elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(0, NICE);

parentPort?.on('message', ({ id, parameters }: Derivation) => {
  parentPort?.postMessage({ id, tag: argon2Sync('argon2id', parameters) } satisfies Derived);
});
