import { GOAL_CONNECTIONS } from './contests.js';
import { startFloor } from './floor-side.js';
import type { Loader } from './loader.js';
import type { Progress } from './measure.js';
import type { Server } from './server.js';

const POOLS = [4, 8, 16, 24, 32] as const;
const ROUNDS = 2;
const WARM_UP_SECONDS = 1;
const SECONDS = 3;

/** What the floor does per second with a number of connections to PostgreSQL. */
export interface Tuned {
  readonly pool: number;
  readonly random: number;
  readonly hot: number;
}

/**
 * Tries pool sizes for the floor, twice in turn, and keeps the better of each: a disturbance can only
 * lower a figure.
 */
export async function tuneFloor(
  server: Server,
  loader: Loader,
  variants: readonly string[],
  progress: Progress,
): Promise<Tuned[]> {
  const best = new Map<number, Tuned>();
  for (let round = 1; round <= ROUNDS; round++) {
    for (const pool of POOLS) {
      const before = best.get(pool);
      const now = await tryPool(server, loader, variants, pool);
      best.set(pool, {
        pool,
        random: Math.max(before?.random ?? 0, now.random),
        hot: Math.max(before?.hot ?? 0, now.hot),
      });
    }
  }
  for (const { pool, random, hot } of best.values())
    progress(`floor with a pool of ${pool}: ${random}/s at random, ${hot}/s on one hot variant`);
  return [...best.values()];
}

/** The pool that serves purchases at random best: a shop has one pool for all it sells. */
export const bestPool = (tuned: readonly Tuned[]): number =>
  tuned.reduce((best, each) => (each.random > best.random ? each : best)).pool;

async function tryPool(
  server: Server,
  loader: Loader,
  variants: readonly string[],
  pool: number,
): Promise<Tuned> {
  const floor = await startFloor(server, variants, pool);
  const rate = async (bought: readonly string[]): Promise<number> => {
    await server.checkpoint();
    const { perSecond } = await loader.request({
      kind: 'window',
      side: 'floor',
      work: 'checkout',
      origin: floor.origin,
      variants: bought,
      paths: [],
      connections: GOAL_CONNECTIONS,
      warmUpSeconds: WARM_UP_SECONDS,
      seconds: SECONDS,
    });
    return Math.round(perSecond);
  };
  try {
    return { pool, random: await rate(floor.variants), hot: await rate([floor.hotVariant]) };
  } finally {
    await floor.process.stop();
  }
}
