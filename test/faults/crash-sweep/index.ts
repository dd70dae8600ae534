import { failureOf, type Failure, type Proof, type ProofOptions, type ProofReport, type Tell } from '../../prove/proof.js';
import { Random } from '../../prove/random.js';
import { type Case, caseOf, FAULTS, nameOf, type Point } from './case.js';
import { inLanes } from './lanes.js';
import { type Outcome, record, run } from './run.js';
import { SCENARIOS, type Scenario } from './scenarios.js';

const LANES = 2;
/** The sample records one scenario and tries what it found there, one after the other, for as long as a test may take; one case at least. */
const SAMPLE = { scenarios: 1, lanes: 1, cases: 12, forMs: 12_000 };

export const crashSweep: Proof = {
  name: 'crash-sweep',
  about: 'Every boundary of checkout, payment, webhook, event, mail and expiry, each with a kill, an error, a stall, a cut connection and a lost commit: the client repeats, and all books agree.',
  promises: [
    { id: 'api-kill', dependency: 'API process', fault: 'down', behavior: 'a repeat with the same key gets the one outcome: nothing is charged twice, no stock and no order is lost' },
    { id: 'api-throw', dependency: 'API process', fault: 'flapping', behavior: 'a 500 leaves nothing half done: the repeat carries on what was begun' },
    { id: 'api-stall', dependency: 'API process', fault: 'slow', behavior: 'others take over; what wakes up late changes nothing any more' },
    { id: 'worker-kill', dependency: 'worker process', fault: 'down', behavior: 'jobs are taken up by the next worker, each effect happens once' },
    { id: 'worker-throw', dependency: 'worker process', fault: 'flapping', behavior: 'jobs are tried again, each effect happens once' },
    { id: 'worker-stall', dependency: 'worker process', fault: 'slow', behavior: 'each effect happens once, whoever finishes first' },
    { id: 'cut-socket', dependency: 'PostgreSQL', fault: 'flapping', behavior: 'what was not committed is rolled back and done again' },
    { id: 'lost-commit', dependency: 'PostgreSQL', fault: 'lying', behavior: 'a commit whose answer is lost is found by the repeat and not done twice' },
  ],
  run: sweep,
};

interface Tried {
  readonly one: Case;
  readonly outcome: Outcome;
}

async function sweep(options: ProofOptions, tell: Tell): Promise<ProofReport> {
  if (options.only !== undefined) return report(await tried([caseOf(options.only)], tell), [], options);
  const [random, isWhole, began] = [new Random(options.seed), options.size === 'whole', performance.now()];
  const scenarios = isWhole ? SCENARIOS : random.shuffled(SCENARIOS).slice(0, SAMPLE.scenarios);
  const recorded = await recordings(scenarios, tell);
  const all = recorded.flatMap(({ points }) => points).flatMap((point) => FAULTS.map((fault): Case => ({ ...point, fault })));
  const cases = random.shuffled(all).slice(0, isWhole ? all.length : SAMPLE.cases);
  const isOver = (done: number): boolean => !isWhole && done > 0 && performance.now() - began > SAMPLE.forMs;
  return report(await tried(cases, tell, isWhole ? LANES : SAMPLE.lanes, isOver), recorded, options);
}

interface Recording {
  readonly scenario: Scenario;
  readonly points: readonly Point[];
  readonly outcome: Outcome;
}

async function recordings(scenarios: readonly Scenario[], tell: Tell): Promise<Recording[]> {
  const recorded: Recording[] = [];
  await inLanes(LANES, scenarios, () => false, async (stage, scenario) => {
    const { points, outcome } = await record(stage, scenario).catch((error: Error) => ({ points: [], outcome: broken(error) }));
    const one: Recording = { scenario, points, outcome };
    recorded.push(one);
    tell(`recorded ${recorded.length} of ${scenarios.length} scenarios`);
    return verdict(one.outcome);
  });
  // Lanes finish in any order; what a seed decides must not depend on it.
  return scenarios.map((scenario) => recorded.find((one) => one.scenario === scenario)!);
}

async function tried(cases: readonly Case[], tell: Tell, lanes = LANES, isOver: (done: number) => boolean = () => false): Promise<Tried[]> {
  const all: Tried[] = [];
  await inLanes(lanes, cases, () => isOver(all.length), async (stage, one) => {
    const outcome = await run(stage, one).catch(broken);
    all.push({ one, outcome });
    const failed = all.filter(({ outcome: { complaints } }) => complaints.length > 0);
    tell(`${all.length} of ${cases.length} runs, ${failed.length} failed ${failed.slice(-3).map(({ one: { scenario, at, fault } }) => `${scenario} ${at} ${fault}`).join(', ')}`);
    return verdict(outcome);
  });
  return all;
}

/** A run that could not be carried out has shown nothing. */
const broken = (error: Error): Outcome => ({ reached: true, slowest: 0, complaints: [`${error.stack} ${String(error.cause ?? '')}`] });

const verdict = ({ complaints }: Outcome): 'well' | 'wrong' => (complaints.length === 0 ? 'well' : 'wrong');

function report(all: readonly Tried[], recorded: readonly Recording[], options: ProofOptions): ProofReport {
  const undisturbed = recorded.flatMap(({ scenario, outcome }) => outcome.complaints.map((what): Failure => failureOf(crashSweep, options, undefined, `${scenario.name}, undisturbed: ${what}`)));
  const disturbed = all.flatMap(({ one, outcome: { complaints } }) => (complaints.length > 0 ? [failureOf(crashSweep, options, nameOf(one), `${nameOf(one)}: ${complaints.join('\n')}`)] : []));
  const reached = all.filter(({ outcome }) => outcome.reached);
  return {
    points: new Set(reached.map(({ one: { scenario, process, at, nth } }) => `${scenario} ${process} ${at} ${nth}`)).size,
    runs: recorded.length + all.length,
    failures: [...undisturbed, ...disturbed],
    figures: {
      scenarios: new Set(all.map(({ one }) => one.scenario)).size,
      'names of failpoints': new Set(reached.map(({ one }) => one.at)).size,
      'runs that did not come to their point again': all.length - reached.length,
      'slowest final answer, seconds of the time of the shop': Math.round(Math.max(0, ...all.map(({ outcome }) => outcome.slowest))),
    },
    kept: keptBy(reached),
  };
}

/** By the ids of the promises: of kills, errors and stalls those of each process, of the rest both together. */
function keptBy(reached: readonly Tried[]): Record<string, boolean> {
  const kept: Record<string, boolean> = {};
  for (const { one: { process, fault }, outcome: { complaints } } of reached) {
    const id = fault === 'cut-socket' || fault === 'lost-commit' ? fault : `${process}-${fault}`;
    kept[id] = (kept[id] ?? true) && complaints.length === 0;
  }
  return kept;
}
