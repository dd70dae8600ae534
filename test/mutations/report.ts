/** What Stryker's report in JSON tells of the mutants of each source. */
export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly ReportedMutant[] }>>;
}

export interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'RuntimeError' | 'CompileError' | 'Ignored' | 'Pending';
  readonly statusReason?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** The reason of a mutant that chance left out. */
export const UNDRAWN = 'not drawn';

/** How many mutants there are, and what became of them. Errors, what is excluded with a reason and what was not drawn count neither way. */
export interface Tally {
  readonly mutants: number;
  readonly undrawn: number;
  readonly killed: number;
  readonly timeouts: number;
  readonly survived: number;
  readonly uncovered: number;
  readonly errors: number;
  readonly excluded: number;
}

const noticedOf = ({ killed, timeouts }: Tally): number => killed + timeouts;
const validOf = ({ killed, timeouts, survived, uncovered }: Tally): number => killed + timeouts + survived + uncovered;

/** Killed, or stopped because it never ended, of all that could be, in per cent; undefined when there is no mutant. */
export function scoreOf(tally: Tally): number | undefined {
  return validOf(tally) === 0 ? undefined : Math.floor((noticedOf(tally) / validOf(tally)) * 10_000) / 100;
}

/** Standard deviations on either side that hold 95 % of a normal distribution. */
const Z = 1.96;

/** Where the score of all mutants is with 95 % certainty when only some were drawn, in per cent (Wilson's score interval). */
export function intervalOf(tally: Tally): readonly [from: number, to: number] {
  const n = validOf(tally);
  const p = noticedOf(tally) / n;
  const middle = p + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  const inPercent = (share: number): number => Math.round((share / (1 + Z ** 2 / n)) * 1_000) / 10;
  return [inPercent(middle - half), inPercent(middle + half)];
}

/** By folder (`libs/payments/src/domain`), and of all of them under ''. */
export function talliesOf(report: StrykerReport): Map<string, Tally> {
  const byFolder = new Map<string, ReportedMutant[]>([['', []]]);
  for (const [file, { mutants }] of Object.entries(report.files)) {
    const folder = file.split('/').slice(0, 4).join('/');
    for (const name of [folder, '']) byFolder.set(name, [...(byFolder.get(name) ?? []), ...mutants]);
  }
  return new Map([...byFolder].map(([folder, all]) => [folder, tally(all)]));
}

function tally(all: readonly ReportedMutant[]): Tally {
  const drawn = all.filter(({ statusReason }) => statusReason !== UNDRAWN);
  const count = (...which: ReportedMutant['status'][]): number => drawn.filter(({ status }) => which.includes(status)).length;
  return {
    mutants: all.length, undrawn: all.length - drawn.length, killed: count('Killed'), timeouts: count('Timeout'), survived: count('Survived'), uncovered: count('NoCoverage'),
    errors: count('RuntimeError', 'CompileError', 'Pending'), excluded: count('Ignored'),
  };
}

/** One line for people. */
export function told(tally: Tally): string {
  const { mutants, undrawn, killed, timeouts, survived, uncovered, errors, excluded } = tally;
  const rest = [errors > 0 ? `${errors} in error` : '', excluded > 0 ? `${excluded} excluded` : ''].filter(Boolean).map((part) => `, ${part}`).join('');
  return `${scoreOf(tally) ?? '-'} %${certainty(tally)}: ${undrawn === 0 ? '' : `${mutants - undrawn} drawn of `}${mutants} mutants, ${killed} killed, ${timeouts} timeouts, ${survived} survived, ${uncovered} not covered${rest}`;
}

/** What a score that rests on some mutants is worth. */
function certainty(tally: Tally): string {
  if (tally.undrawn === 0 || validOf(tally) === 0) return '';
  const [from, to] = intervalOf(tally);
  return ` (with 95 % certainty ${from} to ${to} %)`;
}
