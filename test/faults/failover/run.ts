import { toUuid } from '@holdfast/kernel';
import { Random } from '../../prove/random.js';
import { sql } from '../../support/sql.js';
import { fillCarts, type Outcome, rush } from '../flash-sale/buyers.js';
import { brokenPromises } from '../flash-sale/judge.js';
import { Fleet } from '../fleet.js';
import { type Failure, Pair, type Replication } from './pair.js';

const BUYERS = 60;
const AT_ONCE = 12;
const PRICE = 1_999;
/** Characters of the API's log that a failure shows. */
const LOG_SHOWN = 4_000;

export interface Plan {
  readonly replication: Replication;
  readonly kills: number;
}

/** What the failures of the primary did to what had been answered. */
export interface Failover {
  readonly broken: readonly string[];
  /** Orders that clients were told of. */
  readonly answered: number;
  /** Of these, how many are nowhere. */
  readonly lost: number;
  /** Minor units that the gateway took for checkouts of which the shop knows nothing any more. */
  readonly orphaned: number;
  /** How many requests were sent again, with their keys. */
  readonly repeats: number;
  /** Longest from the death of the primary to the first answer that a write succeeded, in milliseconds. */
  readonly longestAway: number;
}

interface Scene {
  readonly fleet: Fleet;
  readonly pair: Pair;
  readonly variant: string;
  readonly outcomes: Outcome[];
  away: number;
}

/**
 * Buyers come in rushes; in each the primary dies at a moment that the seed decides, and the standby takes over. With synchronous
 * replication all promises are judged after each; with asynchronous replication it is measured what is gone, and what is left must agree with itself.
 */
export async function runAndJudge({ replication, kills }: Plan, seed: number, tell: (line: string) => void): Promise<Failover> {
  const random = new Random(seed);
  const pair = await Pair.open(replication);
  const fleet = await Fleet.open({ apis: 1, workers: 1, database: { url: pair.url, drop: () => pair.close() } });
  const client = fleet.clientOf(AT_ONCE);
  try {
    const scene: Scene = { fleet, pair, variant: await fleet.variant(BUYERS * kills, PRICE), outcomes: [], away: 0 };
    const broken: string[] = [];
    for (let kill = 1; kill <= kills && broken.length === 0; kill++) {
      if (kill > 1) await pair.replicate();
      await crashInARush(scene, client, random);
      broken.push(...(await judged(scene, replication, kills)).map((what) => `kill ${kill}: ${what}`));
      if (broken.length > 0) broken.push(`the log of the API ends with\n${fleet.apis[0]!.log.slice(-LOG_SHOWN)}`);
      tell(`${replication}: ${kill} of ${kills} kills, ${scene.outcomes.length} checkouts`);
    }
    return { broken, repeats: scene.outcomes.reduce((sum, { reply: { tries } }) => sum + tries - 1, 0), longestAway: Math.round(scene.away), ...(await losses(scene)) };
  } finally {
    await client.close();
    await fleet.close();
  }
}

async function crashInARush(scene: Scene, client: ReturnType<Fleet['clientOf']>, random: Random): Promise<void> {
  const { fleet, pair, outcomes } = scene;
  const failure: Failure = { behindMs: random.pick([0, 300, 1_000]), early: random.whole(1, 2) === 1 };
  const moment = random.whole(1, BUYERS - AT_ONCE);
  const buyers = await fillCarts(client, scene.variant, Array.from({ length: BUYERS }, () => false), AT_ONCE);
  let failing: Promise<void> = Promise.resolve();
  const fail = async (): Promise<void> => {
    const began = performance.now() + failure.behindMs;
    await pair.failOver(failure);
    await fleet.variant(1);
    scene.away = Math.max(scene.away, performance.now() - began);
    await fleet.leasesEnd();
  };
  outcomes.push(...(await rush(client, buyers, AT_ONCE, (count) => {
    if (count !== moment) return;
    failing = fail();
    // Heard below.
    failing.catch(() => {});
  })));
  await failing;
}

function judged({ fleet, variant, outcomes }: Scene, replication: Replication, kills: number): Promise<string[]> {
  if (replication === 'asynchronous') return fleet.brokenInvariants();
  return brokenPromises(fleet, { variant, stock: BUYERS * kills, price: PRICE, payers: outcomes.length }, outcomes);
}

async function losses({ fleet, outcomes }: Scene): Promise<Pick<Failover, 'answered' | 'lost' | 'orphaned'>> {
  const answered = outcomes.flatMap(({ kind, reply: { body } }) => (kind === 'sold' ? [toUuid(body.order.id)] : []));
  const rows = await sql<{ order: string; checkout: string }>(fleet.database.url, 'select id as order, checkout_id as checkout from ordering.orders');
  const [orders, checkouts] = [new Set(rows.map(({ order }) => order)), new Set(rows.map(({ checkout }) => checkout))];
  const books = [...(await fleet.books())].filter(([checkout]) => !checkouts.has(toUuid(checkout)));
  const orphaned = books.reduce((sum, [, { captured, refunded }]) => sum + captured - refunded, 0);
  return { answered: answered.length, lost: answered.filter((id) => !orders.has(id)).length, orphaned };
}
