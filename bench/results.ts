import { type Contest, CONTESTS, CONNECTIONS, GOAL_CONNECTIONS, MEMORY_GOAL_MB } from './contests.js';
import type { Measured } from './measure.js';
import type { Side } from './messages.js';
import type { Books } from './books.js';
import type { Options } from './options.js';
import type { Tuned } from './tune.js';

/** All that a run found. */
export interface Findings {
  readonly options: Options;
  readonly machine: readonly (readonly [string, string])[];
  readonly windows: readonly Measured[];
  readonly tuned: readonly Tuned[];
  readonly books: readonly Books[];
}

/** The figures of one side in one contest: medians over the windows. */
export interface Summary {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errors: number;
  readonly peakMb: number | undefined;
}

export interface Row {
  readonly contest: Contest;
  readonly connections: number;
  readonly floor: Summary | undefined;
  readonly holdfast: Summary | undefined;
  /** Holdfast's throughput as a share of the floor's. */
  readonly ratio: number | undefined;
}

export interface Goal {
  readonly title: string;
  readonly wanted: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** One row per contest and number of connections, of what was measured. */
export function rowsOf(windows: readonly Measured[]): Row[] {
  return CONTESTS.filter(({ loginsPerSecond }) => !loginsPerSecond).flatMap((contest) =>
    (contest.connections ?? CONNECTIONS).map((connections): Row => {
      const of = (key: string, side: Side) =>
        summaryOf(
          windows.filter(
            (each) =>
              each.contest === key && each.side === side && each.connections === connections,
          ),
        );
      const floor = of(contest.floorFrom ?? contest.key, 'floor');
      const holdfast = of(contest.holdfastFrom ?? contest.key, 'holdfast');
      const ratio = floor && holdfast ? holdfast.perSecond / floor.perSecond : undefined;
      return { contest, connections, floor, holdfast, ratio };
    }),
  ).filter(({ contest, floor, holdfast }) => holdfast ?? (contest.floorFrom ? undefined : floor));
}

/** Checkouts with a rate of logins beside them. */
export interface LoginRow {
  readonly connections: number;
  readonly loginsPerSecond: number;
  readonly checkouts: Summary;
  /** The 99th percentile as a share of the one without logins, at the same number of connections. */
  readonly p99Ratio: number;
  /** What became of the logins, by status, as shares. */
  readonly logins: readonly (readonly [string, number])[];
}

export function loginRowsOf(windows: readonly Measured[]): LoginRow[] {
  return CONTESTS.flatMap(({ key, connections = CONNECTIONS, loginsPerSecond = [] }) =>
    connections.flatMap((C) => {
      const at = (rate: number) =>
        windows.filter((each) => each.contest === key && each.connections === C && each.loginsPerSecond === rate);
      const without = summaryOf(at(0));
      return loginsPerSecond.flatMap((rate): LoginRow[] => {
        const checkouts = summaryOf(at(rate));
        if (!checkouts || !without) return [];
        return [{ connections: C, loginsPerSecond: rate, checkouts, p99Ratio: checkouts.p99 / without.p99, logins: sharesOf(at(rate)) }];
      });
    }),
  );
}

function sharesOf(windows: readonly Measured[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const [status, count] of windows.flatMap(({ logins }) => Object.entries(logins))) counts.set(status, (counts.get(status) ?? 0) + count);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].sort().map(([status, count]) => [status, count / all]);
}

export function goalsOf(windows: readonly Measured[]): Goal[] {
  const goals = rowsOf(windows).flatMap(({ contest, connections, ratio }): Goal[] => {
    if (contest.goal === undefined || ratio === undefined || connections !== GOAL_CONNECTIONS)
      return [];
    return [
      {
        title: contest.title,
        wanted: `≥ ${contest.goal} × the limit`,
        found: `${ratio.toFixed(2)} ×`,
        isMet: ratio >= contest.goal,
      },
    ];
  });
  const peak = peakOf(windows, 'holdfast');
  if (peak === undefined) return goals;
  const memory = {
    title: 'memory of the API under load',
    wanted: `≤ ${MEMORY_GOAL_MB} MB`,
    found: `${Math.round(peak)} MB`,
    isMet: peak <= MEMORY_GOAL_MB,
  };
  return [...goals, memory];
}

/** Most memory that a side's process held in any window. */
export function peakOf(windows: readonly Measured[], side: Side): number | undefined {
  const peaks = windows.filter((each) => each.side === side).map(({ peakMb }) => peakMb ?? 0);
  return Math.max(0, ...peaks) || undefined;
}

const errorsIn = ({ errors }: Measured): number =>
  Object.values(errors).reduce((sum, count) => sum + count, 0);

function summaryOf(windows: readonly Measured[]): Summary | undefined {
  if (windows.length === 0) return undefined;
  return {
    perSecond: median(windows.map(({ perSecond }) => perSecond)),
    p50: median(windows.map(({ p50 }) => p50)),
    p95: median(windows.map(({ p95 }) => p95)),
    p99: median(windows.map(({ p99 }) => p99)),
    errors: windows.reduce((sum, each) => sum + errorsIn(each), 0),
    peakMb: Math.max(0, ...windows.map(({ peakMb }) => peakMb ?? 0)) || undefined,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
