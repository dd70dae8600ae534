import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../apps/launcher/src/refusal.js';
import { type Failure, failureOf, type Proof, type ProofOptions, type ProofReport, type Tell } from '../prove/proof.js';
import { Random } from '../prove/random.js';
import { ROOT } from '../support/checkout.js';
import { type Area, AREAS, sourcesOf } from './areas.js';
import { scoreOf, talliesOf, told } from './report.js';
import type { Verdict } from './sql/run.js';
import { carriedOut, runStryker } from './stryker.js';

/** Of all mutants of a layer, in per cent. Of the guards in SQL, none may live. */
const ENOUGH = 80;

/** Each mutant of the application takes some seconds behind HTTP and PostgreSQL: of thousands, so many by chance. */
const DRAWN = 600;

/** Faults are put into the code one at a time, and into the statements and constraints that guard stock and money: do the tests notice? */
export const mutations: Proof = {
  name: 'mutations',
  about: `Small faults are put into the code, one at a time: the specs notice ${ENOUGH} % of those in domain and application, and every one in the SQL that guards stock, captures and refunds.`,
  promises: [],
  run,
};

interface Part {
  readonly points: number;
  readonly runs: number;
  readonly failures: readonly Failure[];
  readonly figures: Readonly<Record<string, string>>;
}

/** The case of as many mutants of the application as a whole run draws. */
const DRAW = 'drawn';

/** Cases: `sql`, `sql/<guard: mutant>`, `domain`, `application` (every mutant of it), `drawn`, or the path of one source. */
async function run(options: ProofOptions, tell: Tell): Promise<ProofReport> {
  const parts: Part[] = [];
  const { only, size } = options;
  if (only === undefined ? size === 'whole' : only.startsWith('sql')) parts.push(await guards(options, tell));
  for (const area of AREAS) {
    const sources = chosen(area, options);
    if (sources.length > 0) parts.push(await layer(area, sources, options, tell));
  }
  if (parts.length === 0) throw new Refusal(`There is no case "${only}".`);
  const sum = (count: (part: Part) => number): number => parts.reduce((all, part) => all + count(part), 0);
  return {
    points: sum(({ points }) => points), runs: sum(({ runs }) => runs), failures: parts.flatMap(({ failures }) => failures),
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)) as Record<string, string>, kept: {},
  };
}

/** The sources to try: all, those that were named, or a few of the domain by chance. */
function chosen(area: Area, { size, seed, only }: ProofOptions): string[] {
  const all = sourcesOf(area);
  if (only === DRAW) return area.name === 'application' ? all : [];
  if (only !== undefined) return only === area.name ? all : all.filter((source) => source === only);
  if (size === 'whole') return all;
  return area.name === 'domain' ? new Random(seed).shuffled(all).slice(0, 5) : [];
}

async function layer(area: Area, sources: readonly string[], options: ProofOptions, tell: Tell): Promise<Part> {
  const specs = area.specs();
  const isDrawn = area.name === 'application' && (options.only === undefined || options.only === DRAW);
  const draw = isDrawn ? { mutants: DRAWN, seed: options.seed } : undefined;
  const { report, unstable } = await runStryker({ sources, specs, draw, processes: availableParallelism(), name: area.name }, (line) => tell(`${area.name}: ${line}`));
  const tallies = talliesOf(report);
  const all = tallies.get('')!;
  const score = scoreOf(all);
  // Some sources say nothing of the whole.
  const isWhole = options.size === 'whole' && (options.only === undefined || [area.name, DRAW].includes(options.only));
  const broken = isWhole && score !== undefined && score < ENOUGH;
  return {
    points: all.mutants - all.undrawn, runs: all.mutants - all.undrawn - all.excluded - all.uncovered,
    failures: broken ? [failureOf(mutations, options, isDrawn ? DRAW : area.name, `of the mutants of the ${area.name}, ${score} % were noticed, and not ${ENOUGH} %`)] : [],
    figures: {
      ...Object.fromEntries([...tallies].map(([folder, tally]) => [folder === '' ? `all ${area.name} folders` : folder, told(tally)])),
      ...(unstable.length > 0 && { [`specs of the ${area.name} that fail without any mutant, and judge none`]: unstable.join(', ') }),
    },
  };
}

async function guards(options: ProofOptions, tell: Tell): Promise<Part> {
  const verdicts: Verdict[] = [];
  const named = options.only?.startsWith('sql/') ? [options.only.slice('sql/'.length)] : [];
  await carriedOut([join(ROOT, 'test/mutations/sql/main.mjs'), ...named], (line) => {
    if (!line.startsWith('{')) return tell(`sql: ${line}`);
    verdicts.push(JSON.parse(line) as Verdict);
    tell(`sql: ${verdicts.length} mutants tried, the last of ${verdicts.at(-1)!.guard}`);
  });
  if (verdicts.length === 0) throw new Refusal(`No guard has a mutant "${named[0]}".`);
  const tried = verdicts.filter(({ invalid, equivalent }) => !invalid && equivalent === undefined);
  const alive = tried.filter(({ killedBy }) => killedBy === undefined);
  const count = (which: keyof Verdict): number => verdicts.filter((verdict) => verdict[which] !== undefined).length;
  return {
    points: verdicts.length, runs: tried.length,
    failures: alive.map(({ guard, mutant }) => failureOf(mutations, options, `sql/${guard}: ${mutant}`, `nobody notices in ${guard}: ${mutant}`)),
    figures: { 'guards in SQL': `${tried.length} mutants, ${count('killedBy')} killed, ${alive.length} survived; ${count('invalid')} that PostgreSQL refuses to run and ${count('equivalent')} that change nothing not counted` },
  };
}
