import { percentile } from '../../../apps/launcher/src/demo/crowd.js';
import { Random } from '../../prove/random.js';
import { Fleet } from '../fleet.js';
import { type Buyer, fillCarts, type Outcome, rush } from './buyers.js';
import { brokenPromises } from './judge.js';

export interface Plan {
  readonly buyers: number;
  readonly stock: number;
  readonly apis: number;
  readonly kills: number;
  readonly connections: number;
}

export interface Sale {
  readonly broken: readonly string[];
  readonly sold: number;
  /** Of the first as many at the till as were sold to in the rush, how many got one, in percent. */
  readonly firstServed: number;
  /** Milliseconds to the final answer. */
  readonly p50: number;
  readonly p99: number;
  readonly lost: number;
}

const PRICE = 24_900;
/** One in so many walks away with the stock held. */
const WALKS_AWAY = 20;
/** Longer than any rush, so that nobody's hold ends before the clock is moved. */
const TTL_SECONDS = 900;

/**
 * One sale. Everybody comes at once; some hold a piece and walk away. Then time passes, their holds end, and all who were refused
 * come again. In the end as many are sold as there are, or as were wanted, and no piece is left over while somebody was refused.
 */
export async function holdSale(plan: Plan, seed: number): Promise<Sale> {
  const fleet = await Fleet.open({ apis: plan.apis, workers: 1, settings: { CHECKOUT_TTL_SECONDS: String(TTL_SECONDS) } });
  const client = fleet.clientOf(plan.connections);
  try {
    const random = new Random(seed);
    const variant = await fleet.variant(plan.stock, PRICE);
    const walkers = Array.from({ length: plan.buyers }, () => random.whole(1, WALKS_AWAY) === 1);
    const buyers = await fillCarts(client, variant, walkers, plan.connections);
    const crashes: Promise<void>[] = [];
    const killing = new Set(placesToKill(plan, random));
    const first = await rush(client, buyers, plan.connections, (count) => {
      if (killing.has(count)) crashes.push(fleet.crash(victim(fleet, random)));
    });
    await Promise.all(crashes);
    await fleet.advance(TTL_SECONDS + 1);
    const again = await rush(client, comingAgain(first), plan.connections, () => {});
    const outcomes = [...first, ...again];
    const broken = await brokenPromises(fleet, { variant, stock: plan.stock, price: PRICE, payers: walkers.filter((walks) => !walks).length }, outcomes);
    return { broken, lost: client.lost, ...figuresOf(first, outcomes) };
  } finally {
    await client.close();
    await fleet.close();
  }
}

/** The first while there is something to sell, the others at any time. */
function placesToKill({ kills, stock, buyers, connections }: Plan, random: Random): number[] {
  return Array.from({ length: kills }, (_, i) => random.whole(1, i === 0 ? Math.min(Math.max(stock, connections), buyers) : buyers));
}

/** The worker now and then; where it is alone, the API more often. */
function victim(fleet: Fleet, random: Random) {
  return random.pick(random.whole(1, 3) === 1 ? fleet.workers : fleet.apis);
}

const comingAgain = (outcomes: readonly Outcome[]): Buyer[] => outcomes.flatMap(({ kind, buyer }) => (kind === 'refused' && !buyer.walksAway ? [buyer] : []));

function figuresOf(first: readonly Outcome[], all: readonly Outcome[]): Omit<Sale, 'broken' | 'lost'> {
  const served = first.filter(({ kind }) => kind === 'sold' || kind === 'held');
  const early = served.filter(({ place }) => place <= served.length).length;
  const within = (share: number): number => Math.round(percentile(first.map(({ ms }) => ms), share));
  const firstServed = served.length === 0 ? 100 : Math.round((1_000 * early) / served.length) / 10;
  return { sold: all.filter(({ kind }) => kind === 'sold').length, firstServed, p50: within(0.5), p99: within(0.99) };
}
