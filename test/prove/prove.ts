import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../support/checkout.js';
import { Refusal } from '../../apps/launcher/src/refusal.js';
import { startTestServer, stopTestServer } from '../support/test-server.js';
import { documentsOf } from './documents.js';
import type { ProveOptions } from './options.js';
import { failureOf, type Proof, type ProofReport, WHOLE_MINUTES, WHOLE_ORDERS } from './proof.js';
import { PROOFS } from './proofs.js';
import { currentCommit, readRecords, writeRecord } from './records.js';
import { Screen, summary } from './screen.js';

export interface Proven {
  readonly proof: Proof;
  readonly report: ProofReport;
  readonly seconds: number;
}

/** Runs the proofs, tells how they went and keeps what whole runs found; answers the exit status. */
export async function prove(options: ProveOptions, stopping: AbortSignal): Promise<number> {
  const screen = new Screen();
  const proven: Proven[] = [];
  if (options.documents) return writeDocuments(screen);
  screen.say(`Seed ${options.seed}`);
  try {
    await startTestServer();
    for (const proof of options.proofs) {
      const one = await proveOne(proof, options, screen);
      // What was broken off has shown nothing.
      if (stopping.aborted) return 1;
      proven.push(one);
      keep(one, options);
    }
  } finally {
    await stopTestServer();
  }
  screen.say(`\n${summary(proven)}`);
  if (isKept(options)) writeDocuments(screen);
  else screen.say('Nothing is written: only whole runs are kept.');
  return proven.every(({ report }) => report.failures.length === 0) ? 0 : 1;
}

async function proveOne(proof: Proof, options: ProveOptions, screen: Screen): Promise<Proven> {
  const began = performance.now();
  screen.begin(proof.name);
  const report = await proof.run(options, (line) => screen.progress(line)).catch((error: Error): ProofReport => {
    // A proof that cannot be carried out has proven nothing.
    const failure = failureOf(proof, options, options.only, error instanceof Refusal ? error.message : (error.stack ?? error.message));
    return { points: 0, runs: 0, failures: [failure], figures: {}, kept: {} };
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  screen.end(report, seconds);
  return { proof, report, seconds };
}

const isKept = ({ size, only, kills, minutes = WHOLE_MINUTES, variants, orders = WHOLE_ORDERS }: ProveOptions): boolean =>
  size === 'whole' && only === undefined && kills === undefined && minutes >= WHOLE_MINUTES && variants === undefined && orders >= WHOLE_ORDERS;

function keep({ proof, report, seconds }: Proven, options: ProveOptions): void {
  // What could not be tried at all is no result, neither good nor bad.
  if (!isKept(options) || report.points === 0) return;
  const date = new Date().toISOString().slice(0, 10);
  writeRecord({ name: proof.name, date, commit: currentCommit(), seed: options.seed, seconds, ...report });
}

/** Writes both documents; answers 0. */
function writeDocuments(screen: Screen): number {
  for (const [file, text] of documentsOf(PROOFS, readRecords())) {
    writeFileSync(join(ROOT, file), text);
    screen.say(`Written: ${relative(process.cwd(), join(ROOT, file))}`);
  }
  return 0;
}
