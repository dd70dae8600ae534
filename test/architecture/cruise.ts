import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One rule of .dependency-cruiser.cjs, as far as the specs read it. */
export interface Rule {
  readonly name: string;
  readonly from: Condition;
  readonly to: Condition;
}

export interface Condition {
  readonly path?: string | readonly string[];
  readonly pathNot?: string | readonly string[];
}

/** The rules in force: the ones that `npm run check` applies. */
export const RULES: readonly Rule[] = (
  createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: Rule[] }
).forbidden;

interface Report {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Runs dependency-cruiser with the rules in force in `folder`, which has its own tsconfig.json. */
export async function cruise(folder: string, ...roots: string[]): Promise<Report> {
  const entry = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const args = [entry, '--config', config, '--output-type', 'json', ...roots];
  return new Promise((answer, refuse) => {
    // The status is the number of violations: only a missing report is a failure.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }, (_, output, faults) => {
      if (output.startsWith('{')) answer(JSON.parse(output) as Report);
      else refuse(new Error(`dependency-cruiser made no report: ${faults || output}`));
    });
  });
}

/** Every file that the report knows: what was read and what it imports. */
export function filesOf({ modules }: Report): string[] {
  const imported = modules.flatMap(({ dependencies }) =>
    dependencies.map(({ resolved }) => resolved),
  );
  return [...new Set([...modules.map(({ source }) => source), ...imported])];
}

/** The names of the rules that each file breaks, sorted. */
export function brokenRules({ summary }: Report): Map<string, string[]> {
  const broken = new Map<string, Set<string>>();
  for (const { from, rule } of summary.violations) {
    broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
  }
  return new Map([...broken].map(([file, names]) => [file, [...names].sort()]));
}
