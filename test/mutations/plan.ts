import type { CoverageData } from '@stryker-mutator/api/core';

/** What the run without any mutant has shown of one spec file. */
export interface SpecFile {
  readonly file: string;
  /** What it takes before its first test and after its last one, in ms: a database, a shop. */
  readonly overhead: number;
  /** Every test of it passes alone; otherwise those before it belong to it. */
  readonly apart: boolean;
  readonly tests: readonly SpecTest[];
}

export interface SpecTest {
  readonly id: string;
  readonly ms: number;
}

/** Mutants by what ran them: a test, or a spec file outside of its tests. */
export type Coverage = Readonly<Record<string, CoverageData>>;

/** No mutant is tried for longer than that by tests that all pass, in ms. */
const BUDGET = 20_000;
/** Nor by the tests of one spec file for longer than that, in ms. */
const SHARE = 5_000;

/** Tests of one spec file, with what they cost together. */
export interface Candidate {
  readonly tests: readonly string[];
  readonly ms: number;
  /** How many mutants of the same source the most thorough of its tests runs into. */
  readonly depth: number;
}

/** The tests that shall judge each mutant, of all that run into it. `sources` are the mutants of each source. */
export function chooseTests(files: readonly SpecFile[], covered: Coverage, sources: readonly (readonly string[])[] = []): Map<string, string[]> {
  return new Map([...candidatesOf(files, covered, sources)].map(([mutant, candidates]) => [mutant, within(candidates)]));
}

/**
 * The tests of as many candidates as can be run in time, one at least. Half of the time is for the quickest. The rest is for those that run
 * into the most of the source: thousands pass by where a refund is written down, and only a few are about refunds.
 */
export function within(candidates: readonly Candidate[]): string[] {
  const quick = candidates.toSorted((one, other) => one.ms - other.ms);
  const thorough = candidates.toSorted((one, other) => other.depth - one.depth || one.ms - other.ms);
  const chosen = new Set(quick.slice(0, 1));
  let spent = quick[0]?.ms ?? 0;
  for (const [ordered, most] of [[quick, BUDGET / 2], [thorough, BUDGET]] as const) {
    for (const candidate of ordered) {
      if (chosen.has(candidate) || spent + candidate.ms > most) continue;
      spent += candidate.ms;
      chosen.add(candidate);
    }
  }
  return quick.filter((candidate) => chosen.has(candidate)).flatMap(({ tests }) => tests);
}

function candidatesOf(files: readonly SpecFile[], covered: Coverage, sources: readonly (readonly string[])[]): Map<string, Candidate[]> {
  const sourceOf = new Map(sources.flatMap((mutants, source) => mutants.map((mutant) => [mutant, source] as const)));
  const all = new Map<string, Candidate[]>();
  for (const spec of files) {
    const outside = covered[spec.file] ?? {};
    const depths = new Map(spec.tests.map(({ id }) => [id, depthsOf({ ...outside, ...covered[id] }, sourceOf)]));
    const mutants = new Set([...Object.keys(outside), ...spec.tests.flatMap(({ id }) => Object.keys(covered[id] ?? {}))]);
    for (const mutant of mutants) {
      const depth = ({ id }: SpecTest): number => depths.get(id)!.get(sourceOf.get(mutant)) ?? 0;
      const hit = spec.tests.filter(({ id }) => mutant in outside || mutant in (covered[id] ?? {}));
      const tests = spec.apart ? mostThorough(hit, depth) : upTo(spec, hit.at(-1));
      if (tests.length === 0) continue;
      const ms = spec.overhead + tests.reduce((sum, test) => sum + test.ms, 0);
      all.set(mutant, [...(all.get(mutant) ?? []), { tests: tests.map(({ id }) => id), ms, depth: Math.max(...tests.map(depth)) }]);
    }
  }
  return all;
}

/** How many mutants of each source it runs into. */
function depthsOf(hit: CoverageData, sourceOf: ReadonlyMap<string, number>): Map<number | undefined, number> {
  const depths = new Map<number | undefined, number>();
  for (const mutant of Object.keys(hit)) depths.set(sourceOf.get(mutant), (depths.get(sourceOf.get(mutant)) ?? 0) + 1);
  return depths;
}

const upTo = ({ tests }: SpecFile, last: SpecTest | undefined): readonly SpecTest[] => (last ? tests.slice(0, tests.indexOf(last) + 1) : []);

function mostThorough(tests: readonly SpecTest[], depth: (test: SpecTest) => number): SpecTest[] {
  let spent = 0;
  return tests.toSorted((one, other) => depth(other) - depth(one) || one.ms - other.ms).filter(({ ms }, nth) => {
    spent += ms;
    return nth === 0 || spent <= SHARE;
  });
}
