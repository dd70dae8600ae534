import { failureOf, type Proof, type ProofOptions, type ProofReport } from '../../prove/proof.js';
import { type Failover, type Plan, runAndJudge } from './run.js';

const KILLS = { synchronous: 20, asynchronous: 5 };

/** The primary dies under load, again and again, and its standby takes over. */
export const failover: Proof = {
  name: 'failover',
  about: 'The primary of PostgreSQL is killed under load and its standby takes over: no answered order is lost with synchronous replication; with asynchronous replication the loss is measured.',
  promises: [
    { id: 'synchronous', dependency: 'PostgreSQL', fault: 'down', behavior: 'primary killed, synchronous standby leads: no answered order is lost, nothing is charged twice, repeats carry on' },
    { id: 'asynchronous', dependency: 'PostgreSQL', fault: 'lying', behavior: 'primary killed, asynchronous standby leads: what it did not have is lost (measured), what is left agrees with itself' },
  ],
  run,
};

interface Tried {
  readonly plan: Plan;
  readonly result: Failover;
}

async function run(options: ProofOptions, tell: (line: string) => void): Promise<ProofReport> {
  const tried: Tried[] = [];
  for (const plan of plansOf(options)) tried.push({ plan, result: await runAndJudge(plan, options.seed, tell).catch(failed) });
  return {
    points: tried.length,
    runs: tried.reduce((sum, { plan: { kills } }) => sum + kills, 0),
    failures: tried.flatMap(({ plan: { replication }, result }) => result.broken.map((what) => failureOf(failover, options, replication, `${replication}: ${what}`))),
    figures: Object.fromEntries(tried.map(({ plan, result }) => [`${plan.replication}, ${plan.kills} kills`, figure(result)])),
    kept: Object.fromEntries(tried.map(({ plan: { replication }, result }) => [replication, result.broken.length === 0])),
  };
}

function plansOf({ size, only, kills }: ProofOptions): Plan[] {
  const all: Plan[] = [
    { replication: 'synchronous', kills: kills ?? (size === 'sample' ? 1 : KILLS.synchronous) },
    { replication: 'asynchronous', kills: kills ?? KILLS.asynchronous },
  ];
  if (only !== undefined) return all.filter(({ replication }) => replication === only);
  return size === 'sample' ? all.slice(0, 1) : all;
}

/** What could not be carried out has shown nothing. */
const failed = (error: Error): Failover => ({ broken: [error.stack ?? error.message], answered: 0, lost: 0, orphaned: 0, repeats: 0, longestAway: 0 });

const figure = ({ answered, lost, orphaned, repeats, longestAway }: Failover): string =>
  `${lost} of ${answered} answered orders lost; ${orphaned} cents at the gateway that no order knows; ${repeats} repeats; written again at most ${longestAway} ms after the death`;
