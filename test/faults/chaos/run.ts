import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../prove/random.js';
import { HttpClient } from '../../support/http-client.js';
import { type Fault, FAULTS } from './faults.js';
import { Installation } from './installation.js';
import { complaintsAbout } from './judge.js';
import { Load, type Log } from './load.js';
import { MemoryRecord } from './memory.js';

const LANES = 12;
const STOCK = 1_000_000;
const INVARIANTS_EVERY_MS = 30_000;
const MEMORY_EVERY_MS = 10_000;
/** Of the load alone, before, between and after faults. */
const REST_MS: readonly [number, number] = [2_000, 6_000];
const LIVE_WITHIN_MS = 60_000;
/** After that time whatever is unsettled is asked about, and whatever was not delivered is fetched. */
const LATER_SECONDS = 3_700;
/** They speak of time, or of what comes by and by: only after all is quiet must they hold. */
const AFTERWARDS = new Set(['I7', 'I10', 'I11', 'I16', 'I17', 'I19', 'I20']);

export interface Plan {
  readonly minutes: number;
  /** One kind of fault instead of all. */
  readonly only?: string | undefined;
}

export interface Soak {
  readonly broken: readonly string[];
  /** How often each fault was injected. */
  readonly injected: ReadonlyMap<string, number>;
  readonly log?: Log;
  readonly figures: Readonly<Record<string, string | number>>;
}

/** A shop under steady load while the seed decides what breaks, when, and for how long. */
export async function soak(plan: Plan, seed: number, tell: (line: string) => void): Promise<Soak> {
  const shop = await Installation.open();
  const client = new HttpClient([shop.balancer.url], 2 * LANES);
  try {
    return await new Soaking(shop, client, plan, seed, tell).run();
  } finally {
    await client.close();
    await shop.close();
  }
}

class Soaking {
  readonly #broken: string[] = [];
  readonly #injected = new Map<string, number>();
  readonly #memory = new MemoryRecord();
  readonly #random: Random;
  readonly #end: number;
  readonly #over = new AbortController();
  #checks = 0;
  #slowestRecovery = 0;

  constructor(
    private readonly shop: Installation,
    private readonly client: HttpClient,
    private readonly plan: Plan,
    private readonly seed: number,
    private readonly tell: (line: string) => void,
  ) {
    this.#random = new Random(seed);
    this.#end = performance.now() + plan.minutes * 60_000;
  }

  async run(): Promise<Soak> {
    const { shop, client, seed } = this;
    const variant = await shop.fleet.variant(STOCK);
    const load = new Load(client, variant);
    const loading = load.run(Array.from({ length: LANES }, (_, i) => new Random(seed + i + 1))).catch((error: Error) => this.#breaks(error.message));
    const watching = [this.#every(INVARIANTS_EVERY_MS, () => this.#checkInvariants()), this.#every(MEMORY_EVERY_MS, async () => this.#memory.take(shop.programs))];
    await this.#breakThings(load);
    load.stop();
    await loading;
    this.#over.abort();
    await Promise.all(watching);
    if (this.#broken.length === 0) {
      await shop.fleet.advance(LATER_SECONDS);
      this.#broken.push(...(await complaintsAbout(shop, load.log, { variant, first: STOCK })));
    }
    return { broken: [...new Set(this.#broken)], injected: this.#injected, figures: this.#figures(load.log) };
  }

  /** One fault after the other, each kind once before any comes again, until the time is over. */
  async #breakThings(load: Load): Promise<void> {
    const kinds = FAULTS.filter(({ id, hindrance }) => (this.plan.only === undefined || this.plan.only === id) && !hindrance?.(this.shop));
    for (let round: Fault[] = []; performance.now() < this.#end && this.#broken.length === 0; ) {
      await pause(this.#random.whole(...REST_MS));
      if (round.length === 0) round = this.#random.shuffled(kinds);
      await this.#inject(round.pop()!, load);
    }
  }

  async #inject(fault: Fault, load: Load): Promise<void> {
    const { log } = load;
    this.tell(`${fault.id}; so far ${[...this.#injected.values()].reduce((sum, count) => sum + count, 0)} faults, ${log.orders.length} orders, ${this.client.lost} answers lost, ${this.#broken.length} broken`);
    try {
      await fault.inject(this.shop, this.#random);
      this.#injected.set(fault.id, (this.#injected.get(fault.id) ?? 0) + 1);
      const began = performance.now();
      await load.buy(this.#random);
      const took = performance.now() - began;
      this.#slowestRecovery = Math.max(this.#slowestRecovery, took);
      if (took > LIVE_WITHIN_MS) this.#breaks(`After ${fault.id} nobody could buy for ${Math.round(took / 1_000)} s`);
    } catch (error) {
      this.#breaks(`${fault.id}: ${(error as Error).stack}`);
    }
  }

  async #checkInvariants(): Promise<void> {
    const { data } = await this.shop.fleet.admin('GET', '/v1/ops/invariants');
    this.#checks++;
    const broken = data.filter(({ id, ok }: { id: string; ok: boolean }) => !ok && !AFTERWARDS.has(id));
    for (const one of broken) this.#breaks(`during the soak an invariant does not hold: ${JSON.stringify(one)}`);
  }

  /** Until the soak is over. */
  async #every(ms: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      await pause(ms, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await work().catch((error: Error) => this.#breaks(error.message));
    }
  }

  #breaks(what: string): void {
    this.#broken.push(what);
  }

  #figures({ orders, operations, declined, expired, received }: Log): Record<string, string | number> {
    return {
      minutes: this.plan.minutes,
      'faults injected': [...this.#injected.values()].reduce((sum, count) => sum + count, 0),
      'orders answered': orders.length,
      'captures and refunds answered': operations.length,
      'payments declined': declined,
      'checkouts that expired while the gateway was away': expired,
      'pieces received': received,
      'answers lost': this.client.lost,
      'checks of the invariants': this.#checks,
      'longest purchase after a fault, ms': Math.round(this.#slowestRecovery),
      ...this.#memory.figures(),
    };
  }
}
