import type { CoverageData } from '@stryker-mutator/api/core';

/** What the run without any mutant has shown of one spec file. */
export interface SpecFile {
  readonly file: string;
  /** What it takes before its first test and after its last one, in ms: a database, a shop. */
  readonly overhead: number;
  /** Every test of it passes alone; otherwise those before it belong to it. */
  readonly apart: boolean;
  readonly tests: readonly { readonly id: string; readonly ms: number }[];
}

/** Mutants by what ran them: a test, or a spec file outside of its tests. */
export type Coverage = Readonly<Record<string, CoverageData>>;

/** No mutant is tried for longer than that by tests that all pass, in ms. The cheapest come first. */
const BUDGET = 20_000;
/** Nor by the tests of one spec file for longer than that, in ms. */
const SHARE = 5_000;

/** The tests that shall judge each mutant, of all that run into it. */
export function chooseTests(files: readonly SpecFile[], covered: Coverage): Map<string, string[]> {
  return new Map([...candidatesOf(files, covered)].map(([mutant, candidates]) => [mutant, within(candidates)]));
}

/** The tests of as many candidates as can be run in time, the quickest first, one at least. */
export function within(candidates: readonly Candidate[]): string[] {
  let spent = 0;
  return candidates.toSorted((one, other) => one.ms - other.ms).flatMap(({ tests, ms }, nth) => {
    spent += ms;
    return nth > 0 && spent > BUDGET ? [] : tests;
  });
}

/** Tests of one spec file, with what they cost together. */
export interface Candidate {
  readonly tests: readonly string[];
  readonly ms: number;
}

function candidatesOf(files: readonly SpecFile[], covered: Coverage): Map<string, Candidate[]> {
  const all = new Map<string, Candidate[]>();
  for (const spec of files) {
    const outside = covered[spec.file] ?? {};
    const mutants = new Set([...Object.keys(outside), ...spec.tests.flatMap(({ id }) => Object.keys(covered[id] ?? {}))]);
    for (const mutant of mutants) {
      const hit = spec.tests.filter(({ id }) => mutant in outside || mutant in (covered[id] ?? {}));
      const tests = spec.apart ? quickest(hit) : upTo(spec, hit.at(-1));
      if (tests.length === 0) continue;
      const ms = spec.overhead + tests.reduce((sum, test) => sum + test.ms, 0);
      all.set(mutant, [...(all.get(mutant) ?? []), { tests: tests.map(({ id }) => id), ms }]);
    }
  }
  return all;
}

const upTo = ({ tests }: SpecFile, last: SpecFile['tests'][number] | undefined): SpecFile['tests'] => (last ? tests.slice(0, tests.indexOf(last) + 1) : []);

function quickest(tests: SpecFile['tests']): SpecFile['tests'] {
  let spent = 0;
  return tests.toSorted((one, other) => one.ms - other.ms).filter(({ ms }, nth) => {
    spent += ms;
    return nth === 0 || spent <= SHARE;
  });
}
