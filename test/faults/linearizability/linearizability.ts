import { failureOf, type Proof, type ProofOptions, type ProofReport } from '../../prove/proof.js';
import { type Judged, type Plan, runAndJudge } from './run.js';

interface Case {
  readonly name: string;
  readonly plan: Plan;
}

const WHOLE = { operations: 4_000, variants: 3, clients: 16, workers: 1 };
const CASES: readonly Case[] = [
  { name: 'one-process', plan: { ...WHOLE, apis: 1, kills: 0 } },
  { name: 'one-process-dies', plan: { ...WHOLE, apis: 1, kills: 3 } },
  { name: 'two-processes', plan: { ...WHOLE, apis: 2, kills: 0 } },
  { name: 'two-processes-die', plan: { ...WHOLE, apis: 2, kills: 4 } },
];
const SAMPLE: readonly Case[] = [{ name: 'two-processes-sample', plan: { apis: 2, kills: 1, operations: 240, variants: 2, clients: 8, workers: 0 } }];

/** Checkouts, cancellations, ends of holds and adjustments at once, on one and two processes that are killed meanwhile. */
export const linearizability: Proof = {
  name: 'linearizability',
  about: 'Grants, refusals and returns of stock, from many clients at once, fit into one order: nothing is sold that is not there, and nobody is refused while there is enough.',
  promises: [
    { id: 'one-order', dependency: 'API process', fault: 'down', behavior: 'what clients were told of stock, before and after, fits into one order' },
  ],
  run,
};

/** A run that did not come to its end has shown nothing. */
const failed = (error: Error): Judged => ({ broken: [error.stack ?? error.message], granted: 0, refused: 0, given: 0, unknown: 0, lost: 0 });

async function run(options: ProofOptions, tell: (line: string) => void): Promise<ProofReport> {
  const cases = (options.size === 'sample' ? SAMPLE : CASES).filter(({ name }) => options.only === undefined || options.only === name);
  const done: { name: string; judged: Judged }[] = [];
  for (const { name, plan } of cases) {
    const judged = await runAndJudge(plan, options.seed).catch(failed);
    done.push({ name, judged });
    tell(`${done.length} of ${cases.length}, ${name}: ${judged.broken.length} promises broken; ${figure(judged)}`);
  }
  const failures = done.flatMap(({ name, judged: { broken } }) => broken.map((what) => failureOf(linearizability, options, name, `${name}: ${what}`)));
  const figures = done.map(({ name, judged }) => [name, figure(judged)]);
  const runs = done.reduce((sum, { judged: { granted, refused, given } }) => sum + granted + refused + given, 0);
  return { points: done.length, runs, failures, figures: Object.fromEntries(figures), kept: { 'one-order': failures.length === 0 } };
}

const figure = ({ granted, refused, given, unknown, lost }: Judged): string =>
  `${granted} grants, ${refused} refusals, ${given} returns, ${unknown} unknown; ${lost} tries without an answer`;
