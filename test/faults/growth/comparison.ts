import { Random } from '../../prove/random.js';
import type { Tell } from '../../prove/proof.js';
import { HttpClient } from '../../support/http-client.js';
import { Fleet } from '../fleet.js';
import { Latencies, openLoop } from './measure.js';
import { Shoppers } from './shoppers.js';

/** Of the load: far below what one API does, so that what is measured is not the waiting for each other. */
const CONNECTIONS = 24;
/** More than this times the small shop's is slower. */
export const ALLOWED = 1.5;
/** What is promised; the rest is told. */
const PROMISED = new Set(['product', 'list', 'list, deep page', 'list, by tag', 'list, by price', 'list, by type and title', 'search', 'cart', 'cart, changed', 'checkout']);

export interface Windows {
  readonly rounds: number;
  readonly seconds: number;
  readonly perSecond: number;
}

interface Side {
  readonly name: 'small' | 'grown';
  readonly fleet: Fleet;
  readonly client: HttpClient;
  readonly latencies: Latencies;
  readonly shoppers: Shoppers;
}

export interface Compared {
  readonly figures: Readonly<Record<string, string>>;
  /** What is slower than it may be, in words. */
  readonly slower: readonly string[];
  /** Answers that should not have been. */
  readonly strange: readonly string[];
  readonly requests: number;
}

/** The same load on two shops in turn, one small and one grown: whatever disturbs the machine disturbs both. */
export async function compare(urls: Readonly<Record<'small' | 'grown', string>>, windows: Windows, seed: number, tell: Tell): Promise<Compared> {
  const sides: Side[] = [];
  try {
    for (const name of ['small', 'grown'] as const) sides.push(await sideOf(name, urls[name], seed));
    // Caches fill and code gets compiled.
    for (const side of sides) await openLoop(windows.perSecond, windows.seconds, new Random(seed), (due) => side.shoppers.begin(due));
    for (const side of sides) side.latencies.forget();
    for (let round = 1; round <= windows.rounds; round++) {
      tell(`round ${round} of ${windows.rounds}`);
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await openLoop(windows.perSecond, windows.seconds, new Random(seed + round), (due) => side.shoppers.begin(due));
    }
    return resultOf(sides);
  } finally {
    for (const { client, fleet } of sides) {
      await client.close();
      await fleet.close();
    }
  }
}

async function sideOf(name: Side['name'], url: string, seed: number): Promise<Side> {
  const fleet = await Fleet.open({ apis: 1, workers: 1, database: { url, drop: () => Promise.resolve() }, settings: { HOLDFAST_TEST_MODE: 'false', LOG_LEVEL: 'warn' } });
  const [client, latencies] = [fleet.clientOf(CONNECTIONS), new Latencies()];
  const shoppers = new Shoppers(client, latencies, new Random(seed));
  await shoppers.look(url);
  return { name, fleet, client, latencies, shoppers };
}

function resultOf(sides: readonly Side[]): Compared {
  const [small, grown] = (['small', 'grown'] as const).map((name) => sides.find((side) => side.name === name)!) as [Side, Side];
  const kinds = grown.latencies.kinds.map((kind) => {
    const at = (share: number): [number, number] => [small.latencies.at(kind, share), grown.latencies.at(kind, share)];
    const [p50, p95, p99] = [at(0.5), at(0.95), at(0.99)];
    return { kind, p50, p95, p99, ratio: p99[1] / p99[0], count: grown.latencies.countOf(kind) };
  });
  const pair = ([first, second]: [number, number]): string => `${first.toFixed(1)} → ${second.toFixed(1)}`;
  return {
    figures: Object.fromEntries(kinds.map(({ kind, p50, p95, p99, ratio, count }) => [
      `${kind}, ms`, `p50 ${pair(p50)}, p95 ${pair(p95)}, p99 ${pair(p99)}: ${ratio.toFixed(2)} × (${count} requests)${PROMISED.has(kind) ? '' : ', told only'}`,
    ])),
    slower: kinds.filter(({ kind, ratio }) => PROMISED.has(kind) && !(ratio <= ALLOWED)).map(({ kind, p99, ratio }) => `${kind}: p99 of ${p99[0].toFixed(1)} ms in the small shop is ${p99[1].toFixed(1)} ms in the grown one, ${ratio.toFixed(2)} × instead of ${ALLOWED} × at most`),
    strange: sides.flatMap(({ name, shoppers }) => shoppers.strange.slice(0, 5).map((what) => `${name} shop: ${what}`)),
    requests: sides.reduce((sum, { latencies }) => sum + latencies.kinds.reduce((all, kind) => all + latencies.countOf(kind), 0), 0),
  };
}
