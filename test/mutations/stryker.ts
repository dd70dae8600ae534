import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../apps/launcher/src/refusal.js';
import type { Tell } from '../prove/proof.js';
import { ROOT } from '../support/checkout.js';
import type { Draw } from './draw.js';
import type { StrykerReport } from './report.js';

export interface Trial {
  readonly sources: readonly string[];
  readonly specs: readonly string[];
  /** Processes that try mutants, each with a shop of its own. */
  readonly processes: number;
  /** Where the report goes as well, for people. */
  readonly name: string;
  /** Only some mutants; all when not given. */
  readonly draw?: Draw | undefined;
}

export interface Tried {
  readonly report: StrykerReport;
  /** Specs that failed without any mutant, and judged none. */
  readonly unstable: readonly string[];
}

/** What the specs and what they test are made of. */
const COPIED = ['apps', 'libs', 'config', 'docs', 'test'].flatMap((folder) => [`!${folder}`, `!${folder}/**`]);

/** Has Stryker try the mutants of the sources, in a copy of the tree under var/. @throws Refusal when it could not */
export async function runStryker({ sources, specs, processes, name, draw }: Trial, tell: Tell): Promise<Tried> {
  mkdirSync(join(ROOT, 'var'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'var/mutations-'));
  try {
    const report = join(ROOT, `var/mutations-${name}.json`);
    // Where Stryker gives up, there must be none of an earlier run.
    rmSync(report, { force: true });
    const unstable = join(folder, 'unstable.json');
    const options = {
      mutate: sources, holdfast: { specs, draw, unstable }, checkers: draw ? ['drawn'] : [], ignorers: ['failpoints'], testRunner: 'holdfast', plugins: [join(ROOT, 'test/mutations/plugin.mjs')],
      coverageAnalysis: 'perTest', concurrency: processes, timeoutMS: 10_000, dryRunTimeoutMinutes: 60, maxTestRunnerReuse: 150,
      ignorePatterns: ['*', '.*', ...COPIED, '!package.json', '!package-lock.json', '!tsconfig.json'], tempDirName: join(folder, 'tree'), cleanTempDir: 'always',
      reporters: ['json', 'progress-append-only'], jsonReporter: { fileName: report }, allowConsoleColors: false, warnings: { slow: false },
    };
    writeFileSync(join(folder, 'stryker.json'), JSON.stringify(options));
    const last = await carriedOut([join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', join(folder, 'stryker.json')], tell);
    if (!existsSync(report)) throw new Refusal(`Stryker gave up:${last}`);
    return { report: read<StrykerReport>(report), unstable: read<string[]>(unstable) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Runs a program of Node to its end; each line that it prints is progress, and the last ones are answered. @throws Refusal when it failed */
export async function carriedOut(args: readonly string[], tell: Tell): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => void child.kill('SIGINT');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  let last = '';
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines.filter((one) => one.trim() !== '')) {
        last = `${last}\n${line}`.slice(-4_000);
        tell(line);
      }
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
  if (code !== 0) throw new Refusal(`It ended with ${code}:${last}`);
  return last;
}
