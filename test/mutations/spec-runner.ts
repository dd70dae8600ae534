import { type CoverageData, INSTRUMENTER_CONSTANTS, type StrykerOptions } from '@stryker-mutator/api/core';
import type { Logger } from '@stryker-mutator/api/logging';
import { commonTokens, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached, type DryRunOptions, type DryRunResult, DryRunStatus, type MutantRunOptions, type MutantRunResult, MutantRunStatus, type TestRunner, TestStatus,
} from '@stryker-mutator/api/test-runner';
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { chooseTests, type Coverage, type SpecFile, within } from './plan.js';
import { reload } from './sources.mjs';
import { runSpecFile } from './spec-file.js';

/** What a mutant's process needs to know of the run without mutants; in the sandbox, which is the working directory. */
const PLAN = 'mutations-plan.json';

/** The share of spec files that may fail without any mutant, and then judge none: fewer judges notice less, never more. */
const TOLERATED = 0.03;

interface Plan {
  readonly files: readonly SpecFile[];
  /** The tests that judge a mutant, by its id. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
}

interface Stryker {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: { static: CoverageData; perTest: Record<string, CoverageData> };
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

const stryker: Stryker = ((globalThis as Record<string, unknown>)[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/** Runs spec files in this process for Stryker, with the mutant that it switches on: what is loaded stays loaded from one mutant to the next. */
export class SpecRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options, commonTokens.logger);
  readonly #specs: readonly string[];
  readonly #unstable: string;
  readonly #log: Logger;
  #plan: Plan | undefined;

  constructor(options: StrykerOptions, log: Logger) {
    this.#log = log;
    const { specs, unstable } = options['holdfast'] as { specs: string[]; unstable: string };
    this.#specs = specs;
    this.#unstable = unstable;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ files: sources = [] }: DryRunOptions): Promise<DryRunResult> {
    const files: SpecFile[] = [];
    const broken: { readonly file: string; readonly why: string }[] = [];
    for (const file of this.#specs) {
      // Once more where a machine that is busy with other things was too slow.
      const spec = await observe(file).then((first) => (typeof first === 'string' ? observe(file) : first));
      if (typeof spec !== 'string') files.push(spec);
      else broken.push({ file, why: spec });
      this.#log.info(`${files.length + broken.length} of ${this.#specs.length} specs were run without any mutant`);
    }
    for (const { file, why } of broken) this.#log.warn(`${file} fails without any mutant and judges none: ${why}`);
    if (broken.length > TOLERATED * this.#specs.length) return { status: DryRunStatus.Error, errorMessage: broken.map(({ file, why }) => `${file}: ${why}`).join('\n') };
    writeFileSync(this.#unstable, JSON.stringify(broken.map(({ file }) => file)));
    const { static: whileLoading, perTest } = stryker.mutantCoverage ?? { static: {}, perTest: {} };
    const chosen = chooseTests(files, perTest, sources.map(mutantsOf));
    this.#plan = { files, chosen: Object.fromEntries(chosen) };
    writeFileSync(PLAN, JSON.stringify(this.#plan));
    return {
      status: DryRunStatus.Complete,
      tests: files.flatMap(({ file, overhead, tests }) => tests.map(({ id, ms }) => ({ id, name: id, fileName: file, timeSpentMs: Math.ceil(ms + overhead / tests.length) + 1, status: TestStatus.Success }))),
      mutantCoverage: { static: whileLoading, perTest: byTest(chosen, perTest) },
    };
  }

  async mutantRun({ activeMutant, testFilter, sandboxFileName, hitLimit, disableBail, mutantActivation, reloadEnvironment }: MutantRunOptions): Promise<MutantRunResult> {
    this.#plan ??= JSON.parse(readFileSync(PLAN, 'utf8')) as Plan;
    Object.assign(stryker, { hitCount: hitLimit === undefined ? undefined : 0, hitLimit, activeMutant: undefined });
    if (reloadEnvironment) reload();
    const only = new Set(testFilter ?? testsOfSource(this.#plan, sandboxFileName));
    const activate = (): void => void (stryker.activeMutant = activeMutant.id);
    if (mutantActivation === 'static') activate();
    let nrOfTests = 0;
    try {
      for (const { file, tests } of judges(this.#plan, only)) {
        const runs = await runSpecFile(file, { only, patience: patienceOf(this.#plan), bail: !disableBail, loaded: activate });
        nrOfTests += runs.length;
        const stuck = determineHitLimitReached(stryker.hitCount, hitLimit);
        if (stuck) return { status: MutantRunStatus.Timeout, reason: stuck.reason };
        const failed = runs.filter(({ failure }) => failure !== undefined);
        if (failed.length > 0) return { status: MutantRunStatus.Killed, killedBy: failed.map(({ id }) => (id === file ? tests[0]!.id : id)), failureMessage: failed[0]!.failure!, nrOfTests };
        if (mutantActivation !== 'static') stryker.activeMutant = undefined;
      }
      return { status: MutantRunStatus.Survived, nrOfTests };
    } finally {
      stryker.activeMutant = undefined;
    }
  }
}

const AGAIN = 'again';

/** Runs a spec file without a mutant, there and back; answers what is wrong with it if anything is. */
async function observe(file: string): Promise<SpecFile | string> {
  const patience = () => 60_000;
  stryker.currentTestId = undefined;
  const runs = await runSpecFile(file, {
    patience,
    loaded: () => void (stryker.currentTestId = file),
    running: (test) => void (stryker.currentTestId = test ?? file),
  });
  const broken = runs.find(({ failure }) => failure !== undefined);
  if (broken) return `${broken.id}: ${broken.failure}`;
  const warm = performance.now();
  // What this runs into was seen already.
  const again = (): void => void (stryker.currentTestId = AGAIN);
  const back = await runSpecFile(file, { patience, backwards: true, loaded: again, running: again });
  delete stryker.mutantCoverage?.perTest[AGAIN];
  const ms = back.reduce((sum, run) => sum + run.ms, 0);
  return {
    file,
    overhead: Math.max(0, performance.now() - warm - ms),
    apart: back.every(({ failure }) => failure === undefined),
    tests: runs.map(({ id, ms }) => ({ id, ms })),
  };
}

/** The spec files that these tests are in, the quickest first. */
function judges({ files }: Plan, only: ReadonlySet<string>): SpecFile[] {
  const asked = files.map((spec) => ({ spec, ms: spec.overhead + spec.tests.reduce((sum, { id, ms }) => sum + (only.has(id) ? ms : 0), 0) }));
  return asked.filter(({ spec }) => spec.tests.some(({ id }) => only.has(id))).sort((one, other) => one.ms - other.ms).map(({ spec }) => spec);
}

/** A mutant in what runs once, while its source is loaded, is judged by the spec files that run into the rest of the source, or by those of its module. */
function testsOfSource({ files, chosen }: Plan, source: string): string[] {
  const hit = new Set(mutantsOf(source).flatMap((mutant) => chosen[mutant] ?? []));
  const module = /libs\/[^/]+\//.exec(relative(process.cwd(), source))?.[0] ?? '';
  const runsIntoIt = files.filter(({ tests }) => tests.some(({ id }) => hit.has(id)));
  const near = runsIntoIt.length > 0 ? runsIntoIt : files.filter(({ file }) => file.startsWith(module));
  return within(near.map(({ overhead, tests }) => ({ depth: 0, tests: tests.map(({ id }) => id), ms: overhead + tests.reduce((sum, { ms }) => sum + ms, 0) })));
}

/** The mutants that Stryker put into a source. */
const mutantsOf = (source: string): string[] => [...new Set([...readFileSync(source, 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g)].map(([, id]) => id!))];

/** Long enough for a machine that is busy with other things. */
function patienceOf({ files }: Plan): (test: string | undefined) => number {
  const usual = new Map(files.flatMap(({ tests }) => tests.map(({ id, ms }) => [id, ms] as const)));
  return (test) => (test === undefined ? 30_000 : 5_000 + 10 * (usual.get(test) ?? 0));
}

function byTest(chosen: ReadonlyMap<string, readonly string[]>, covered: Coverage): Record<string, CoverageData> {
  const all: Record<string, CoverageData> = {};
  for (const [mutant, tests] of chosen) {
    for (const test of tests) (all[test] ??= {})[mutant] = covered[test]?.[mutant] ?? 1;
  }
  return all;
}
