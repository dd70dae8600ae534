import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUYER } from '../faults/buyer.js';
import { Fleet } from '../faults/fleet.js';
import { Balancer } from '../support/balancer.js';
import { eventually } from '../support/eventually.js';
import { type Call, HttpClient } from '../support/http-client.js';
import type { Program } from '../support/program.js';
import { sql } from '../support/sql.js';

/** Three checks of the balancer. */
const DRAIN_MS = '1500';
const CLIENTS = 6;
const ORDERS_BETWEEN = 20;

const isThere = spawnSync('haproxy', ['-v']).error === undefined;
if (!isThere) it.todo('a rolling restart: this machine has no haproxy (apt-get install haproxy)');

(isThere ? describe : describe.skip)('a rolling restart of two APIs and two workers behind a balancer, under load', () => {
  let folder: string;
  let fleet: Fleet;
  let balancer: Balancer;
  let client: HttpClient;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-rolling-'));
    fleet = await Fleet.open({ apis: 2, workers: 2, settings: { DRAIN_MS } });
    balancer = await Balancer.before(fleet.apis.map(({ url }) => url), folder);
    client = new HttpClient([balancer.url], CLIENTS);
  }, 120_000);
  afterAll(async () => {
    await client.close();
    await balancer.stop();
    await fleet.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('fails no request, loses no order, and ends each process with success', async () => {
    const variant = await fleet.variant(100_000);
    const load = new Buyers(client, variant);
    const statuses: unknown[] = [];
    const renew = async (program: Program): Promise<void> => {
      const exited = program.exited;
      await program.stop();
      statuses.push((await exited as unknown[])[0]);
      await program.restart();
    };

    for (const nth of [0, 1]) {
      await load.orders(ORDERS_BETWEEN);
      await Promise.all([renew(fleet.apis[nth]!), renew(fleet.workers[nth]!)]);
      await eventually(async () => expect(await balancer.serving()).toBe(2));
    }
    await load.orders(ORDERS_BETWEEN);
    const { placed, failures } = await load.end();

    expect({ failures, lost: client.lost, statuses }).toEqual({ failures: [], lost: 0, statuses: [0, 0, 0, 0] });
    expect(await fleet.brokenInvariants()).toEqual([]);
    await eventually(async () => {
      const counts = await sql(fleet.database.url, `select (select count(*)::int from ordering.orders) as orders, (select count(*)::int from notifications.test_mailbox) as mails`);
      expect(counts).toEqual([{ orders: placed, mails: placed }]);
    });
  }, 120_000);
});

/** Buy one thing after the other, and take every answer but the right one for a failure: nothing is repeated. */
class Buyers {
  #isOver = false;
  #placed = 0;
  readonly #failures: string[] = [];
  readonly #all: Promise<unknown>;

  constructor(
    private readonly client: HttpClient,
    private readonly variant: string,
  ) {
    this.#all = Promise.all(Array.from({ length: CLIENTS }, () => this.#buy()));
  }

  /** Waits for so many more, or a failure. */
  async orders(more: number): Promise<void> {
    const enough = this.#placed + more;
    await eventually(() => expect(this.#placed >= enough || this.#failures.length > 0).toBe(true));
  }

  async end(): Promise<{ placed: number; failures: readonly string[] }> {
    this.#isOver = true;
    await this.#all;
    return { placed: this.#placed, failures: this.#failures };
  }

  async #buy(): Promise<void> {
    while (!this.#isOver) {
      await this.#right(200, { method: 'GET', path: '/v1/products?limit=5' });
      const cart = await this.#right(201, { method: 'POST', path: '/v1/carts', key: randomUUID(), body: { ...BUYER, lines: [{ variant_id: this.variant, quantity: 1 }] } });
      if (!cart) continue;
      const order = await this.#right(201, {
        method: 'POST', path: '/v1/checkouts', key: randomUUID(), headers: { 'holdfast-cart-token': cart.token },
        body: { cart_id: cart.id, payment: { gateway: 'manual', method: 'transfer' } },
      });
      if (order) this.#placed++;
    }
  }

  async #right(status: number, call: Call): Promise<any> {
    const reply = await this.client.ask(call);
    if (reply?.status === status) return reply.body;
    this.#failures.push(`${call.method} ${call.path}: ${reply ? `${reply.status} ${JSON.stringify(reply.body)}` : 'no answer'}`);
    return undefined;
  }
}
