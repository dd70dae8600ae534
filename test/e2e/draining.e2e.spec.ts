import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Agent } from 'undici';
import { BUYER } from '../faults/buyer.js';
import { Fleet } from '../faults/fleet.js';
import { eventually } from '../support/eventually.js';
import { script } from '../support/gateway.js';
import type { Program } from '../support/program.js';
import { sql } from '../support/sql.js';

/** Longer than any test takes: a second signal ends it. */
const DRAIN_MS = '60000';
const SLOW_MS = 1_500;

describe('a process that is asked to end', () => {
  let fleet: Fleet;
  /** As a client or a balancer that keeps its connections. */
  const kept = new Agent({ connections: 1, pipelining: 1 });

  beforeEach(async () => {
    fleet = await Fleet.open({ apis: 1, workers: 1, settings: { DRAIN_MS, LOG_LEVEL: 'info' } });
  }, 60_000);
  afterEach(() => fleet.close(), 30_000);
  afterAll(() => kept.destroy());

  const api = () => fleet.apis[0]!;
  const get = (path: string, { url } = api()) => fetch(`${url}${path}`, { dispatcher: kept } as never);
  const isDraining = (program: Program) => eventually(async () => expect(await (await get('/readyz', program)).json()).toMatchObject({ status: 'draining' }));
  const exitCodeOf = async (program: Program) => ((await program.exited) as unknown[])[0];
  /** Asked once, and asked again not to wait for a balancer. */
  const ending = async (program: Program): Promise<void> => {
    const ended = program.stop();
    await isDraining(program);
    await program.stop();
    await ended;
  };

  it('is not ready any more, serves what still comes, and has each connection closed', async () => {
    const before = await get('/v1/products');
    const ended = api().stop();
    await isDraining(api());

    const [ready, alive, product] = [await get('/readyz'), await get('/livez'), await get('/v1/products')];
    void api().stop();
    await ended;

    expect([before.status, before.headers.get('connection')]).toEqual([200, 'keep-alive']);
    expect([ready.status, alive.status, product.status]).toEqual([503, 200, 200]);
    expect([ready, alive, product].map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close', 'close']);
    expect(await exitCodeOf(api())).toBe(0);
    await expect(get('/livez')).rejects.toThrow();
  });

  const cartOf = async () => {
    const lines = [{ variant_id: await fleet.variant(1), quantity: 1 }];
    return fleet.client.good({ method: 'POST', path: '/v1/carts', key: randomUUID(), body: { ...BUYER, lines } });
  };
  const checkOut = async (payment: object) => {
    const { id, token } = await cartOf();
    return fleet.client.ask({ method: 'POST', path: '/v1/checkouts', key: randomUUID(), headers: { 'holdfast-cart-token': token }, body: { cart_id: id, payment } });
  };

  it('answers what it has begun, however long the gateway takes', async () => {
    await script(fleet.sandbox.url, { fault: 'delay', delay_ms: SLOW_MS });
    const bought = checkOut({ gateway: 'stripe', method: 'pm_card_visa' });
    await eventually(async () => expect(await sql(fleet.database.url, `select from payments.operations where state = 'sent'`)).toHaveLength(1));

    await ending(api());

    expect(await bought).toMatchObject({ status: 201, body: { status: 'completed' } });
    expect(await exitCodeOf(api())).toBe(0);
  });

  it('finishes the job that it has begun if it is a worker', async () => {
    const [worker] = fleet.workers as [Program];
    const gate = new Client({ connectionString: fleet.database.url });
    await gate.connect();
    await gate.query('begin; lock table notifications.emails in access exclusive mode');
    await checkOut({ gateway: 'manual', method: 'transfer' });
    // Of the job: schedules wait for the same table.
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '/* notifications.request-email */%'`;
    await eventually(async () => expect(await sql(fleet.database.url, waiting)).not.toHaveLength(0));

    const ended = ending(worker);
    await eventually(() => expect(worker.log).toContain('"msg":"closing"'));
    await gate.end();
    await ended;

    expect(await exitCodeOf(worker)).toBe(0);
    const [{ consumed }] = (await sql(fleet.database.url, `select count(*)::int as consumed from platform.inbox where consumer like 'notifications%'`)) as [{ consumed: number }];
    expect(consumed).toBe(1);
    expect(await sql(fleet.database.url, 'select from notifications.emails')).toHaveLength(1);
  });
});
