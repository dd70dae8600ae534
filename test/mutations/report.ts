/** What Stryker's report in JSON tells of the mutants of each source. */
export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly ReportedMutant[] }>>;
}

export interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'RuntimeError' | 'CompileError' | 'Ignored' | 'Pending';
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** How many mutants there are, and what became of them. Errors and what is excluded with a reason count neither way. */
export interface Tally {
  readonly mutants: number;
  readonly killed: number;
  readonly timeouts: number;
  readonly survived: number;
  readonly uncovered: number;
  readonly errors: number;
  readonly excluded: number;
}

/** Killed, or stopped because it never ended, of all that could be, in per cent; undefined when there is no mutant. */
export function scoreOf({ killed, timeouts, survived, uncovered }: Tally): number | undefined {
  const valid = killed + timeouts + survived + uncovered;
  return valid === 0 ? undefined : Math.floor(((killed + timeouts) / valid) * 10_000) / 100;
}

/** By folder (`libs/payments/src/domain`), and of all of them under ''. */
export function talliesOf(report: StrykerReport): Map<string, Tally> {
  const statuses = new Map<string, ReportedMutant['status'][]>([['', []]]);
  for (const [file, { mutants }] of Object.entries(report.files)) {
    const folder = file.split('/').slice(0, 4).join('/');
    for (const name of [folder, '']) statuses.set(name, [...(statuses.get(name) ?? []), ...mutants.map(({ status }) => status)]);
  }
  return new Map([...statuses].map(([folder, all]) => [folder, tally(all)]));
}

function tally(all: readonly ReportedMutant['status'][]): Tally {
  const count = (...which: ReportedMutant['status'][]): number => all.filter((status) => which.includes(status)).length;
  return {
    mutants: all.length, killed: count('Killed'), timeouts: count('Timeout'), survived: count('Survived'), uncovered: count('NoCoverage'),
    errors: count('RuntimeError', 'CompileError', 'Pending'), excluded: count('Ignored'),
  };
}

/** One line for people. */
export function told(tally: Tally): string {
  const { mutants, killed, timeouts, survived, uncovered, errors, excluded } = tally;
  const rest = [errors > 0 ? `${errors} in error` : '', excluded > 0 ? `${excluded} excluded` : ''].filter(Boolean).map((part) => `, ${part}`).join('');
  return `${scoreOf(tally) ?? '-'} %: ${mutants} mutants, ${killed} killed, ${timeouts} timeouts, ${survived} survived, ${uncovered} not covered${rest}`;
}
