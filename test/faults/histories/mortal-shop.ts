import pg from 'pg';
import type { Program } from '../../support/program.js';
import { Fleet } from '../fleet.js';
import { control } from './sandbox.js';

export type Mortal = 'api' | 'worker';

const WEBHOOK_SECRET = 'whsec_of_the_histories';

/** A shop of two APIs and a worker, of which one API and the worker may be dead at any moment. Clients are led to an API that lives, as by a load balancer. */
export class MortalShop {
  /** How often each was killed. */
  readonly deaths: Record<Mortal, number> = { api: 0, worker: 0 };
  readonly #dying = new Map<Mortal, Promise<void>>();
  #dead: Program | undefined;
  #turn = 0;

  private constructor(
    readonly fleet: Fleet,
    /** The shop's tables. */
    readonly data: pg.Pool,
    /** The gateways' own books: no code of the shop has been there. */
    readonly books: pg.Pool,
  ) {}

  static async open(): Promise<MortalShop> {
    // Faults of single calls are meant here, not the guard that stops calling a gateway that has many of them.
    const settings = { GATEWAY_TIMEOUT_MS: '2000', GATEWAY_BREAKER_CALLS: '0', STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET };
    const fleet = await Fleet.open({ apis: 2, workers: 1, settings });
    const [data, books] = [fleet.database, fleet.sandboxDatabase].map(({ url }) => new pg.Pool({ connectionString: url, max: 8 }));
    const shop = new MortalShop(fleet, data!, books!);
    await control(shop, 'webhook-endpoint', { url: `${fleet.apis[0]!.url}/v1/gateway-webhooks/stripe`, secret: WEBHOOK_SECRET }, 'PUT');
    return shop;
  }

  /** Where the sandbox is. */
  get sandboxUrl(): string {
    return this.fleet.sandbox.url;
  }

  /** An API that lives; all in turn. */
  get url(): string {
    const living = this.fleet.apis.filter((api) => api !== this.#dead);
    return living[this.#turn++ % living.length]!.url;
  }

  /** Waits while any of its processes is dead. */
  async whole(): Promise<void> {
    await Promise.all(this.#dying.values());
  }

  /** Kills a process, and starts it anew. Deaths asked for while one of its kind is dead are that one. */
  crash(which: Mortal): Promise<void> {
    const dying = this.#dying.get(which) ?? this.#crash(which).finally(() => this.#dying.delete(which));
    this.#dying.set(which, dying);
    return dying;
  }

  async close(): Promise<void> {
    await this.whole();
    await Promise.all([this.data.end(), this.books.end()]);
    await this.fleet.close();
  }

  async #crash(which: Mortal): Promise<void> {
    const victim = which === 'worker' ? this.fleet.workers[0]! : this.fleet.apis[this.deaths.api % this.fleet.apis.length]!;
    this.deaths[which]++;
    if (which === 'api') this.#dead = victim;
    await this.fleet.crash(victim);
    if (which === 'api') this.#dead = undefined;
  }
}
