import type { Books } from './books.js';
import type { Contest } from './contests.js';
import type { Measured } from './measure.js';
import type { Goal, LoginRow, Row, Summary } from './results.js';
import { bestPool, type Tuned } from './tune.js';

/** Rows of text; the first is the heading. The first column is read from the left, the others end at the right. */
export type Table = readonly (readonly string[])[];

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const times = (side: Summary): string => `${ms(side.p50)} / ${ms(side.p95)} / ${ms(side.p99)}`;

export function comparison(rows: readonly Row[]): Table {
  const head = ['work', 'C', 'limit /s', 'Holdfast /s', 'ratio', 'limit p50/p95/p99 ms', 'Holdfast p50/p95/p99 ms', 'errors'];
  return [
    head,
    ...rows.map(({ contest, connections, floor, holdfast, ratio }) => [
      contest.title,
      String(connections),
      floor ? whole(floor.perSecond) : '–',
      holdfast ? whole(holdfast.perSecond) : '–',
      ratio === undefined ? '–' : ratio.toFixed(2),
      floor ? times(floor) : '–',
      holdfast ? times(holdfast) : '–',
      `${floor?.errors ?? 0} + ${holdfast?.errors ?? 0}`,
    ]),
  ];
}

export function goalTable(goals: readonly Goal[]): Table {
  const rows = goals.map(({ title, wanted, found, isMet }) => [
    title,
    wanted,
    found,
    isMet ? '✓' : '✗',
  ]);
  return [['goal (C = 64)', 'wanted', 'found', ''], ...rows];
}

export function loginTable(rows: readonly LoginRow[]): Table {
  return [
    ['logins/s beside checkouts', 'C', 'checkouts /s', 'p50/p95/p99 ms', 'p99 against none', 'logins answered'],
    ...rows.map(({ connections, loginsPerSecond, checkouts, p99Ratio, logins }) => [
      whole(loginsPerSecond),
      String(connections),
      whole(checkouts.perSecond),
      times(checkouts),
      `${p99Ratio.toFixed(2)} ×`,
      logins.map(([status, share]) => `${status}: ${Math.round(share * 100)} %`).join(', ') || '–',
    ]),
  ];
}

export function windowTable(windows: readonly Measured[]): Table {
  return [
    ['window', 'side', 'C', 'seconds', '/s', 'p50', 'p95', 'p99', 'not as wanted', 'RSS MB'],
    ...windows.map((each) => [
      each.loginsPerSecond > 0 ? `${each.contest}, ${each.loginsPerSecond}/s` : each.contest,
      each.side === 'floor' ? 'limit' : 'Holdfast',
      String(each.connections),
      each.seconds.toFixed(1),
      whole(each.perSecond),
      ms(each.p50),
      ms(each.p95),
      ms(each.p99),
      failuresOf(each),
      each.peakMb === undefined ? '–' : whole(each.peakMb),
    ]),
  ];
}

/** What the floor did with each pool; the pool that was taken is marked. */
export function tuningTable(tuned: readonly Tuned[], contests: readonly Contest[]): Table {
  const cell = (contest: Contest, { pool, rates }: Tuned): string => {
    const rate = whole(rates[contest.key] ?? 0);
    return bestPool(tuned, contest).pool === pool ? `**${rate}**` : rate;
  };
  return [
    ['connections', ...contests.map(({ title }) => `${title} /s`)],
    ...tuned.map((each) => [
      String(each.pool),
      ...contests.map((contest) => cell(contest, each)),
    ]),
  ];
}

export function bookTable(books: readonly Books[]): Table {
  return [
    ['books', 'acknowledged orders', 'orders in the database', 'units sold', 'lost', 'oversold'],
    ...books.map(({ side, acknowledged, orders, sold, lost, oversold }) => [
      side,
      ...[acknowledged, orders, sold, lost, oversold].map(whole),
    ]),
  ];
}

export function failuresOf({ errors }: Measured): string {
  const counts = Object.entries(errors).map(([code, count]) => `${code} × ${whole(count)}`);
  return counts.join(', ') || '0';
}

/** For a terminal: columns of equal width. */
export function asText(table: Table): string {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], '-'.repeat(Math.max(...lines.map(({ length }) => length))), ...lines.slice(1)].join('\n');
}

export function asMarkdown(table: Table): string {
  const [head, ...rows] = table.map((row) => `| ${row.join(' | ')} |`);
  const rule = `|${table[0]!.map((_, at) => (at === 0 ? '---' : '---:')).join('|')}|`;
  return [head, rule, ...rows].join('\n');
}
