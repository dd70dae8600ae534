import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { interrupted } from '../apps/launcher/src/interrupt.js';
import { auditFloor, auditHoldfast, type Books, brokenInvariants, isSound } from './books.js';
import { type Contest, CONTESTS } from './contests.js';
import { document } from './document.js';
import { seedFloor, startFloor } from './floor-side.js';
import { type HoldfastSide, startHoldfast } from './holdfast-side.js';
import { Loader } from './loader.js';
import { surroundings } from './machine.js';
import { Measurement } from './measure.js';
import type { Options } from './options.js';
import { madeUpProducts } from './products.js';
import { type Findings, goalsOf, loginRowsOf, rowsOf } from './results.js';
import { openServer, type Server } from './server.js';
import { asText, bookTable, comparison, goalTable, loginTable } from './tables.js';
import { bestPool, tuneFloor } from './tune.js';

const ROOT = join(import.meta.dirname, '../..');

const say = (line: string): void => console.log(line);

/** Something that was started and is stopped at the end, the last one first. */
type Stop = () => Promise<void>;

/** Measures, tells, and publishes a whole run; answers 1 when an order was lost or stock oversold. */
export async function bench(options: Options): Promise<number> {
  const stops: Stop[] = [];
  const signal = interrupted(() => process.exit(130));
  try {
    return await Promise.race([measure(options, stops), signal]);
  } finally {
    for (const stop of stops.toReversed()) await stop().catch(() => {});
  }
}

async function measure(options: Options, stops: Stop[]): Promise<number> {
  say('Starting PostgreSQL…');
  const server = await openServer(say);
  stops.push(() => server.close());
  const loader = new Loader(server.folder);
  stops.push(() => loader.stop());
  const holdfast = options.floorOnly ? undefined : await startHoldfast(server, say);
  if (holdfast) stops.push(() => holdfast.process.stop());
  const variants = await seedFloor(server, holdfast?.products ?? madeUpProducts());
  const tuned = await tuneFloor(server, loader, variants, options, say);
  const measurement = new Measurement(server, loader, options, say);
  for (const contest of contestsOf(options, server)) {
    const floor = contest.sides.includes('floor')
      ? await startFloor(server, variants, bestPool(tuned, contest).pool, contest.floorForm)
      : undefined;
    if (floor) stops.push(() => floor.process.stop());
    await measurement.run(contest, [floor, holdfast].filter((side) => side !== undefined));
    await floor?.process.stop();
  }
  const books = options.topics.some((topic) => topic === 'checkout' || topic === 'logins') ? await audit(server, loader, holdfast) : [];
  return report({ options, windows: measurement.windows, tuned, books, server });
}

const contestsOf = ({ topics }: Options, server: Server): Contest[] =>
  CONTESTS.filter(({ topic, flushMs }) => topics.includes(topic) && (flushMs === undefined || server.isEmbedded));

async function audit(
  server: Server,
  loader: Loader,
  holdfast: HoldfastSide | undefined,
): Promise<Books[]> {
  say('Comparing every acknowledged order with the databases…');
  const account = (side: 'floor' | 'holdfast') => loader.request({ kind: 'account', side });
  const floor = await auditFloor(server.floorUrl, await account('floor'));
  if (!holdfast) return [floor];
  const broken = await brokenInvariants(holdfast.origin, holdfast.adminKey);
  return [floor, await auditHoldfast(server.holdfastUrl, await account('holdfast'), broken)];
}

function report({ options, server, ...found }: Omit<Findings, 'machine'> & { server: Server }): number {
  const { windows, books } = found;
  const machine = surroundings(`${server.version}${server.isEmbedded ? ' (embedded)' : ''}`);
  const goals = goalsOf(windows);
  say(`\n${machine.map(([name, value]) => `${name.padEnd(11)}${value}`).join('\n')}`);
  const rows = rowsOf(windows);
  if (rows.length > 0) say(`\n${asText(comparison(rows))}`);
  if (options.topics.includes('logins')) say(`\n${asText(loginTable(loginRowsOf(windows)))}`);
  if (goals.length > 0) say(`\n${asText(goalTable(goals))}`);
  if (books.length > 0) say(`\n${asText(bookTable(books))}`);
  for (const fault of books.flatMap(({ faults }) => faults)) say(`✗ ${fault}`);
  const sound = books.every(isSound);
  if (!sound) say('\n✗ The books do not agree: see above. Nothing is published.');
  else if (books.length > 0) say('\n✓ Nothing oversold, and every acknowledged order exists.');
  if (sound) publish({ options, machine, ...found });
  return sound ? 0 : 1;
}

function publish(findings: Findings): void {
  const file = join(ROOT, 'docs/benchmarks.md');
  const name = relative(process.cwd(), file);
  if (!findings.options.isWhole) return say(`${name} is left as it is: only a whole run is published.`);
  writeFileSync(file, document(findings));
  say(`Written: ${name}`);
}
