import { type Contest, CONTESTS, GOAL_CONNECTIONS } from './contests.js';
import { type FloorForm, startFloor } from './floor-side.js';
import type { Loader } from './loader.js';
import type { Progress } from './measure.js';
import type { Options } from './options.js';
import type { Server } from './server.js';

const POOLS = [4, 8, 16] as const;
const WARM_UP_SECONDS = 1;
const SECONDS = 3;

/** What the floor does per second with a number of connections to PostgreSQL, by contest. */
export interface Tuned {
  readonly pool: number;
  readonly rates: Readonly<Record<string, number>>;
}

/** The contests that the floor is tuned for. */
export const tunedContests = ({ topics }: Options): Contest[] =>
  CONTESTS.filter(({ topic, sides }) => topics.includes(topic) && sides.includes('floor'));

/**
 * Tries pool sizes for the floor in turn, and keeps the best of each: a disturbance can only lower a
 * figure.
 */
export async function tuneFloor(
  server: Server,
  loader: Loader,
  variants: readonly string[],
  options: Options,
  progress: Progress,
): Promise<Tuned[]> {
  const contests = tunedContests(options);
  const best = new Map<number, Record<string, number>>();
  for (let round = 1; round <= options.repeats; round++) {
    for (const pool of POOLS) {
      const rates = best.get(pool) ?? {};
      best.set(pool, rates);
      const now = await tryPool(server, loader, variants, pool, contests);
      for (const [key, rate] of now) rates[key] = Math.max(rates[key] ?? 0, rate);
    }
  }
  const tuned = [...best].map(([pool, rates]) => ({ pool, rates }));
  for (const { pool, rates } of tuned) {
    const figures = contests.map(({ key }) => `${key} ${rates[key]}/s`);
    progress(`limit with ${pool} connections to PostgreSQL: ${figures.join(', ')}`);
  }
  return tuned;
}

/** The pool that serves a contest best, or the contest that it shares its pool with. */
export function bestPool(tuned: readonly Tuned[], contest: Contest): Tuned {
  const rate = ({ rates }: Tuned): number => rates[contest.poolOf ?? contest.key] ?? 0;
  return tuned.reduce((best, each) => (rate(each) > rate(best) ? each : best));
}

async function tryPool(
  server: Server,
  loader: Loader,
  variants: readonly string[],
  pool: number,
  contests: readonly Contest[],
): Promise<[string, number][]> {
  const rates: [string, number][] = [];
  for (const [form, group] of Map.groupBy(contests, ({ floorForm }) => floorForm)) {
    rates.push(...(await tryForm(server, loader, variants, pool, form, group)));
  }
  return rates;
}

async function tryForm(
  server: Server,
  loader: Loader,
  variants: readonly string[],
  pool: number,
  form: FloorForm | undefined,
  contests: readonly Contest[],
): Promise<[string, number][]> {
  const floor = await startFloor(server, variants, pool, form);
  const rates: [string, number][] = [];
  try {
    for (const contest of contests) {
      await server.flushTakes(contest.flushMs ?? 0);
      await server.checkpoint();
      const { perSecond } = await loader.request({
        kind: 'window',
        side: 'floor',
        work: contest.work,
        origin: floor.origin,
        variants: contest.variants(floor),
        paths: contest.paths(floor),
        connections: GOAL_CONNECTIONS,
        warmUpSeconds: WARM_UP_SECONDS,
        seconds: SECONDS,
      });
      rates.push([contest.key, Math.round(perSecond)]);
    }
    return rates;
  } finally {
    await floor.process.stop();
  }
}
