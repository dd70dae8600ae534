import { DEPENDENCIES, FAULTS, type Proof, type ResiliencyPromise } from './proof.js';
import type { ProofRecord } from './records.js';

const GENERATED = 'Written by `npm run prove`; do not edit by hand.';
const NOT_RUN = 'not run';

/** Both documents: file and text. */
export function documentsOf(proofs: readonly Proof[], records: readonly ProofRecord[]): (readonly [file: string, text: string])[] {
  return [['docs/proof.md', proofDocument(proofs, records)], ['docs/resiliency.md', resiliencyDocument(proofs, records)]];
}

/** The text of docs/proof.md: what was proven, when, on which commit. */
export function proofDocument(proofs: readonly Proof[], records: readonly ProofRecord[]): string {
  const rows = proofs.map((proof) => [`\`${proof.name}\``, proof.about, ...outcome(recordOf(proof, records))]);
  const details = proofs.flatMap((proof) => detailsOf(proof, recordOf(proof, records)));
  return lines(
    '# Proof', '', GENERATED, '',
    'The last whole run of each proof. `npm run prove -- --only NAME --seed SEED` does it again; [resiliency.md](resiliency.md) has it by what fails.', '',
    ...table(['proof', 'what is tried', 'when', 'commit', 'seed', 'points', 'runs', 'failures', 'seconds'], rows),
    ...details,
  );
}

/** The text of docs/resiliency.md: each dependency, each way in which it fails, what was promised, and what came of it. */
export function resiliencyDocument(proofs: readonly Proof[], records: readonly ProofRecord[]): string {
  const cells = proofs.flatMap((proof) => proof.promises.map((promise) => ({ promise, proof, record: recordOf(proof, records) })));
  const rows = DEPENDENCIES.flatMap((dependency) =>
    FAULTS.flatMap((fault) => {
      const here = cells.filter(({ promise }) => promise.dependency === dependency && promise.fault === fault);
      if (here.length === 0) return [[dependency, fault, '', '', 'no proof yet']];
      return here.map(({ promise, proof, record }) => [dependency, fault, promise.behavior, `\`${proof.name}\` · ${promise.id}`, resultOf(promise, record)]);
    }),
  );
  return lines(
    '# Resiliency', '', GENERATED, '',
    'What Holdfast promises when something that it depends on fails, which proof tries it, and how that ended the last time it ran whole.', '',
    ...table(['what fails', 'how', 'promised behavior', 'proof', 'last result'], rows),
  );
}

const recordOf = ({ name }: Proof, records: readonly ProofRecord[]): ProofRecord | undefined => records.find((record) => record.name === name);

function outcome(record: ProofRecord | undefined): string[] {
  if (!record) return [NOT_RUN, '', '', '', '', '', ''];
  const { date, commit, seed, points, runs, failures, seconds } = record;
  return [date, commit, String(seed), String(points), String(runs), String(failures.length), String(seconds)];
}

function resultOf({ id }: ResiliencyPromise, record: ProofRecord | undefined): string {
  const kept = record?.kept[id];
  if (record === undefined || kept === undefined) return NOT_RUN;
  return `${kept ? 'holds' : '**does not hold**'} (${record.date}, ${record.commit})`;
}

function detailsOf({ name }: Proof, record: ProofRecord | undefined): string[] {
  if (!record) return [];
  const figures = Object.entries(record.figures).map(([what, value]) => `- ${what}: ${value}`);
  const failures = record.failures.map(({ what, repeat }) => `- **does not hold**: ${what.split('\n')[0]} (\`${repeat}\`)`);
  return figures.length + failures.length === 0 ? [] : ['', `## ${name}`, '', ...figures, ...failures];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)];
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
