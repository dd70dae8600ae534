import { randomUUID } from 'node:crypto';
import { toUuid } from '@holdfast/kernel';
import { crowd } from '../../../apps/launcher/src/demo/crowd.js';
import type { Tell } from '../../prove/proof.js';
import { createTestDatabase } from '../../support/database.js';
import { processorTimeOf } from '../../support/processes.js';
import { sql } from '../../support/sql.js';
import { Fleet } from '../fleet.js';
import { Loader } from './loader.js';
import type { Rates, StepFigures } from './messages.js';
import { Probes, type Probed } from './probes.js';
import { findPeak, type Peak, told } from './saturation.js';

/** What the clients of a shop ask for, as shares: a list for every two products, a cart for every four, and two in three carts are bought. */
const MIX = { product: 0.5, list: 0.3, cart: 0.12, checkout: 0.08 } as const;
const TIMES = 3;
const CALM = 0.5;
/** For each second of the flood. */
const CARTS_AHEAD = 60;
/** Carts beyond those that are expected to be bought. */
const SPARE = 1.2;

export interface Size {
  readonly products: number;
  /** Seconds for each step of the search for the saturation; without them it is made up. */
  readonly rampSeconds?: number;
  readonly floodSeconds: number;
  readonly calmSeconds: number;
}

/** Checkouts that come steadily while products are asked for so often. */
export interface Beside {
  readonly productsAsked: number;
  readonly alone: StepFigures;
  readonly flooded: StepFigures;
}

export interface Overload {
  readonly mix: Peak;
  readonly flood: StepFigures;
  readonly calm: StepFigures;
  /** Share of one processor that the API took in the flood. */
  readonly apiCpu: number;
  readonly reads: Peak;
  /** Products asked for at three times what the shop answers of everything, and of products alone. */
  readonly besides: readonly Beside[];
  readonly probed: Probed;
  readonly broken: readonly string[];
  readonly orders: number;
}

const mixOf = (perSecond: number): Rates => Object.fromEntries(Object.entries(MIX).map(([name, share]) => [name, share * perSecond]));

/** Asks one API for more than it can answer, in several ways, and compares what clients were told with the database in the end. */
export async function overloadAndJudge(size: Size, seed: number, tell: Tell): Promise<Overload> {
  const { url, discard } = await createTestDatabase();
  const fleet = await Fleet.open({ apis: 1, workers: 0, database: { url, drop: discard }, settings: { RATE_LIMIT_ADDRESS_PER_MINUTE: '100000000' } });
  const loader = new Loader();
  const [{ url: origin, pid }] = fleet.apis as [Fleet['apis'][number]];
  try {
    await loader.open({ origin, seed, ...(await stocked(fleet, size.products)) });
    await loader.fillCarts(CARTS_AHEAD * size.floodSeconds);
    const mix = await peakOf(loader, size, 1_000, mixOf, tell);
    const probes = new Probes(origin);
    const cpu = processorTimeOf(pid)!;
    const [flood, calm] = (await loader.send({ seconds: size.floodSeconds, rates: mixOf(mix.peak * TIMES) }, { seconds: size.calmSeconds, rates: mixOf(mix.peak * CALM) })) as [StepFigures, StepFigures];
    const apiCpu = (processorTimeOf(pid)! - cpu) / (size.floodSeconds + size.calmSeconds);
    tell(told('flood', flood));
    const reads = await peakOf(loader, size, 4_000, (product) => ({ product }), tell);
    const besides: Beside[] = [];
    for (const productsAsked of [mix.peak * TIMES, reads.peak * TIMES]) besides.push(await beside(loader, size, mix.peak * MIX.checkout, productsAsked, tell));
    const probed = await probes.end();
    const orders = await loader.orders();
    const broken = [...(await missing(fleet, orders)), ...(await fleet.brokenInvariants())];
    return { mix, flood, calm, apiCpu, reads, besides, probed, orders: orders.length, broken };
  } finally {
    await loader.close();
    await fleet.close();
  }
}

const peakOf = async (loader: Loader, { rampSeconds }: Size, first: number, rates: (perSecond: number) => Rates, tell: Tell): Promise<Peak> =>
  rampSeconds === undefined ? { peak: first, curve: [] } : findPeak(loader, first, rates, rampSeconds, tell);

async function beside(loader: Loader, { floodSeconds, calmSeconds }: Size, checkout: number, productsAsked: number, tell: Tell): Promise<Beside> {
  await loader.fillCarts(checkout * (floodSeconds + calmSeconds) * SPARE);
  const steps = [{ seconds: calmSeconds, rates: { checkout } }, { seconds: floodSeconds, rates: { checkout, product: productsAsked } }];
  const [alone, flooded] = (await loader.send(...steps)) as [StepFigures, StepFigures];
  tell(told('checkouts beside a flood', flooded));
  return { productsAsked, alone, flooded };
}

async function stocked(fleet: Fleet, count: number): Promise<{ products: string[]; variants: string[] }> {
  const [products, variants]: [string[], string[]] = [[], []];
  await crowd(Array.from({ length: count }), 8, async () => {
    const body = { title: 'Lamp', handle: `p-${randomUUID()}`, status: 'published', variants: [{ prices: [{ amount: 1_999, currency: 'EUR' }] }] };
    const { id, variants: [variant] } = await fleet.admin('POST', '/v1/admin/products', body);
    products.push(id);
    variants.push(variant.id);
  });
  await fleet.admin('POST', '/v1/admin/stock-adjustments', { reason: 'received', adjustments: variants.map((variant_id) => ({ variant_id, delta: 1_000_000 })) });
  return { products, variants };
}

async function missing(fleet: Fleet, answered: readonly string[]): Promise<string[]> {
  const there = new Set((await sql<{ id: string }>(fleet.database.url, 'select id from ordering.orders')).map(({ id }) => id));
  const lost = answered.filter((id) => !there.has(toUuid(id)));
  return [...lost.map((id) => `the order ${id} was answered with 201 and is not there`), ...(new Set(answered).size === answered.length ? [] : ['two buyers were told of one order'])];
}
