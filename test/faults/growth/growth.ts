import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../apps/cli/src/migrate.js';
import { ensureDatabase } from '../../../apps/launcher/src/databases.js';
import { failureOf, type Proof, type ProofOptions, type ProofReport, type Tell } from '../../prove/proof.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { sweepAfterCrash } from '../../support/sweep.js';
import { isTooLong, timeInvariants, timeTurns } from './background.js';
import { compare, type Windows } from './comparison.js';
import { bytesOf, count, fitting, freeBytes, gigabytes } from './disk.js';
import { grow, type Size } from './grow.js';
import { Planner } from './planner.js';

const SMALL: Size = { variants: 1_000, orders: 0 };
const WHOLE: Size = { variants: 1_000_000, orders: 5_000_000 };
const SAMPLE: Size = { variants: 20_000, orders: 20_000 };
const WINDOWS: Record<ProofOptions['size'], Windows> = { whole: { rounds: 24, seconds: 10, perSecond: 40 }, sample: { rounds: 2, seconds: 5, perSecond: 20 } };
/** Of a server that is filled in bulk: little is written twice, and nothing is cleared up meanwhile. */
const FILLING = { wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '6GB', checkpoint_timeout: '30min', autovacuum: 'off' };
const SERVING = { max_wal_size: '6GB' };

/** A shop that has sold for two years is as quick as one that opens today. */
export const growth: Proof = {
  name: 'growth',
  about: 'A million variants and five million orders: product, list, search, cart and checkout have a p99 within 1.5 times that of a thousand variants and no orders, and no statement reads a growing table from end to end.',
  promises: [],
  run,
};

async function run(options: ProofOptions, show: Tell): Promise<ProofReport> {
  const whole = options.size === 'whole' ? WHOLE : SAMPLE;
  const asked: Size = { variants: options.variants ?? whole.variants, orders: options.orders ?? whole.orders };
  const size = fitting(asked, freeBytes(tmpdir()));
  const room = size.orders === asked.orders ? undefined : `the disk has room for ${count(size.orders)} orders, not for ${count(asked.orders)} (${gigabytes(bytesOf(asked))} GB)`;
  // With each line of its progress: only the last one may be seen.
  const tell: Tell = (line) => show(room ? `${line}; ${room}` : line);
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-growth-'));
  // The user that PostgreSQL runs as must be able to enter.
  chmodSync(folder, 0o755);
  sweepAfterCrash(folder);
  const server = new PostgresServer({ folder, name: 'postgres', password: randomBytes(16).toString('hex'), logFile: join(folder, 'postgres.log') });
  try {
    await server.start();
    await restart(server, FILLING);
    await make(server, 'small', SMALL, tell);
    const seconds = await make(server, 'grown', size, tell);
    await restart(server, SERVING);
    return await examine({ small: server.url('small'), grown: server.url('grown') }, { size, room, options, grownIn: seconds }, tell);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function restart(server: PostgresServer, settings: Readonly<Record<string, string>>): Promise<void> {
  await server.stop();
  server.configure(settings);
  await server.start();
}

async function make(server: PostgresServer, name: string, size: Size, tell: Tell): Promise<number> {
  await ensureDatabase(server.url('postgres'), name);
  await migrate(server.url(name));
  return grow(server.url(name), size, tell);
}

interface Examined {
  readonly size: Size;
  /** Why there are fewer orders than were asked for. */
  readonly room?: string | undefined;
  readonly options: ProofOptions;
  /** Seconds. */
  readonly grownIn: number;
}

/** All that is looked at, in two shops that are there already. The grown one is spoiled by it. */
export async function examine(urls: Readonly<Record<'small' | 'grown', string>>, { size, room, options, grownIn }: Examined, tell: Tell): Promise<ProofReport> {
  tell('background work');
  const turns = await timeTurns(urls.grown);
  const compared = await compare(urls, WINDOWS[options.size], options.seed, tell);
  tell('invariants');
  const invariants = await timeInvariants(urls.grown);
  tell('plans');
  const planner = await Planner.open(urls.grown, true);
  const complaints = await planner.complaints().finally(() => planner.close());
  const wrong = [
    ...compared.strange,
    // A few hundred requests have no p99.
    ...(options.size === 'whole' ? compared.slower : []),
    ...complaints,
    ...turns.filter(isTooLong).map(({ what, seconds }) => `${what} takes ${seconds.toFixed(1)} s, longer than a statement may`),
    ...invariants.filter(({ isBroken }) => isBroken).map(({ what }) => `invariant ${what} does not hold`),
  ];
  return {
    points: Object.keys(compared.figures).length,
    runs: compared.requests,
    failures: wrong.map((what) => failureOf(growth, options, undefined, what)),
    figures: {
      variants: size.variants, orders: size.orders, ...(room ? { 'fewer orders than asked for': room } : {}), 'made up in, s': Math.round(grownIn),
      ...compared.figures,
      ...Object.fromEntries(turns.map(({ what, seconds }) => [`${what}, once`, `${(seconds * 1_000).toFixed(0)} ms`])),
      'invariants, all, s': invariants.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1),
      'invariants that take longer than a request may': invariants.filter(isTooLong).map(({ what }) => what).join(', ') || 'none',
      'invariants, each, s': invariants.map(({ what, seconds }) => `${what} ${seconds.toFixed(1)}`).join(', '),
    },
    kept: {},
  };
}
