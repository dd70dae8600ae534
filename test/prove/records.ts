import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/checkout.js';
import type { ProofReport } from './proof.js';

const FOLDER = join(ROOT, 'docs/proof');

/** What came of the last whole run of a proof, as docs/proof keeps it. */
export interface ProofRecord extends ProofReport {
  readonly name: string;
  /** Day of the run, as in 2026-11-05. */
  readonly date: string;
  /** The commit that ran; `+` after it where files had changed since. */
  readonly commit: string;
  readonly seed: number;
  readonly seconds: number;
}

/** The last record of every proof that was ever run whole. */
export function readRecords(folder = FOLDER): ProofRecord[] {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder).filter((file) => file.endsWith('.json')).toSorted();
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProofRecord);
}

export function writeRecord(record: ProofRecord, folder = FOLDER): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${record.name}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** The commit of this checkout; `unknown` where there is no git. */
export function currentCommit(): string {
  try {
    const hash = git('rev-parse', '--short=10', 'HEAD');
    // What the proofs write themselves is no change of what they prove.
    const isChanged = git('status', '--porcelain', '--', '.', ':!docs') !== '';
    return isChanged ? `${hash}+` : hash;
  } catch {
    return 'unknown';
  }
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
