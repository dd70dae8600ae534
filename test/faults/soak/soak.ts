import { setTimeout as pause } from 'node:timers/promises';
import { failureOf, type Proof, type ProofOptions, type ProofReport, type Tell } from '../../prove/proof.js';
import { Random } from '../../prove/random.js';
import { HttpClient } from '../../support/http-client.js';
import { Installation } from '../chaos/installation.js';
import { complaintsAbout } from '../chaos/judge.js';
import { Load } from '../chaos/load.js';
import { deadRows, Samples } from './samples.js';

const MINUTES: Record<ProofOptions['size'], number> = { whole: 60, sample: 2 };
/** Three shoppers and one of the staff, with pauses: some ten purchases a second, far below what there is room for. */
const LANES = 4;
const READERS = 4;
const READ_EVERY_MS: readonly [number, number] = [50, 150];
const SAMPLE_EVERY_MS = 10_000;
const STOCK = 1_000_000;
/** After that time whatever is unsettled is asked about, and whatever was not delivered is fetched. */
const LATER_SECONDS = 3_700;

/** Nothing breaks, and for an hour nothing grows but the books. */
export const soak: Proof = {
  name: 'soak',
  about: 'Two APIs behind HAProxy and two workers under a steady load for an hour: heaps after a collection, memory, open files and connections do not grow, and all books agree.',
  promises: [],
  run,
};

async function run(options: ProofOptions, tell: Tell): Promise<ProofReport> {
  const minutes = options.minutes ?? MINUTES[options.size];
  const shop = await Installation.open(true);
  const client = new HttpClient([shop.balancer.url], 4 * LANES);
  const samples = new Samples();
  try {
    const variant = await shop.fleet.variant(STOCK);
    const load = new Load(client, variant);
    const { product } = await shop.fleet.admin('GET', `/v1/admin/variants/${variant}`);
    const over = new AbortController();
    const random = new Random(options.seed);
    const running = [
      load.run(Array.from({ length: LANES }, (_, i) => new Random(options.seed + i + 1))),
      ...Array.from({ length: READERS }, () => read(client, `/v1/products/${product.id}`, random, over.signal)),
    ];
    const end = performance.now() + minutes * 60_000;
    while (performance.now() < end) {
      await Promise.race([pause(SAMPLE_EVERY_MS), Promise.all(running)]);
      await samples.take(shop);
      tell(`${Math.round((end - performance.now()) / 60_000)} minutes left, ${load.log.orders.length} orders`);
    }
    load.stop();
    over.abort();
    await Promise.all(running);
    const dead = await deadRows(shop.databaseUrl);
    await shop.fleet.advance(LATER_SECONDS);
    const wrong = await complaintsAbout(shop, load.log, { variant, first: STOCK });
    // In minutes nothing has come to rest yet.
    const growing = options.size === 'whole' ? samples.growing() : [];
    return {
      points: Object.keys(samples.figures()).length,
      runs: load.log.orders.length,
      failures: [...wrong, ...growing].map((what) => failureOf(soak, options, undefined, what)),
      figures: { minutes, 'orders answered': load.log.orders.length, 'answers lost': client.lost, ...samples.figures(), ...dead },
      kept: {},
    };
  } finally {
    await client.close();
    await shop.close();
  }
}

/** Somebody who looks at one product after the other. */
async function read(client: HttpClient, path: string, random: Random, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await client.good({ method: 'GET', path });
    await pause(random.whole(...READ_EVERY_MS));
  }
}
