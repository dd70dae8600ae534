import { BUYER } from '../faults/buyer.js';
import { Fleet } from '../faults/fleet.js';
import { serverUrl } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import type { Program } from '../support/program.js';
import { sql } from '../support/sql.js';

describe('probes', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.open({ apis: 2, workers: 1, settings: { DATABASE_POOL_MAX: '5' } });
  }, 60_000);
  afterAll(() => fleet.close());

  const all = (): Program[] => [...fleet.apis, ...fleet.workers];
  const get = async ({ url }: Program, path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as any };
  };
  const name = (): string => new URL(fleet.database.url).pathname.slice(1);
  async function takeDatabaseAway(): Promise<void> {
    await sql(serverUrl(), `alter database ${name()} with allow_connections false`);
    await sql(serverUrl(), `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name()}'`);
  }
  const bringDatabaseBack = () => sql(serverUrl(), `alter database ${name()} with allow_connections true`);

  it('tell of the database, the event loop and the connections', async () => {
    const { status, body } = await get(fleet.apis[0]!, '/readyz');

    expect({ status, body }).toEqual({
      status: 200,
      body: {
        status: 'ok',
        details: {
          database: { status: 'up' },
          event_loop: { status: 'up', lag_p90_ms: expect.any(Number) },
          database_pool: { status: 'up', open: expect.any(Number), waiting: 0 },
        },
      },
    });
  });

  it('ask the database once, however many of them come within a second', async () => {
    const [api] = fleet.apis as [Program];
    await fetch(`${api.url}/readyz`);
    const began = performance.now();
    const calls = async (): Promise<number> =>
      (await sql<{ calls: number }>(serverUrl(), `select count(*)::int as calls from pg_stat_activity where datname = '${name()}' and application_name = 'holdfast-probe'`))[0]!.calls;

    const answers = await Promise.all(Array.from({ length: 500 }, (_, nth) => fetch(`${api.url}${['/livez', '/startupz', '/readyz'][nth % 3]!}`).then(async (answer) => [await answer.text(), answer.status])));

    expect(new Set(answers.map(([, status]) => status))).toEqual(new Set([200]));
    expect(await calls()).toBeLessThanOrEqual(all().length);
    // As many reports as seconds passed, and not one for each probe.
    expect(new Set(answers.map(([text]) => text)).size).toBeLessThanOrEqual(3 + Math.ceil((performance.now() - began) / 1_000));
  });

  it('read degraded and leave all as it is while the database is away; afterwards everything goes on, in the same processes', async () => {
    const before = all().map(({ pid }) => pid);
    await takeDatabaseAway();
    try {
      for (const program of all()) {
        await eventually(async () => expect((await get(program, '/readyz')).body).toMatchObject({ status: 'degraded', details: { database: { status: 'degraded' } } }));
        expect([(await get(program, '/livez')).status, (await get(program, '/startupz')).status, (await get(program, '/readyz')).status]).toEqual([200, 200, 200]);
      }
      const asked = await get(fleet.apis[0]!, '/v1/products');
      expect(asked).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/), body: { code: 'temporarily-unavailable' } });
    } finally {
      await bringDatabaseBack();
    }

    const variant = await fleet.variant(1);
    const cart = await fleet.client.good({ method: 'POST', path: '/v1/carts', key: 'the-key-of-this-cart', body: { ...BUYER, lines: [{ variant_id: variant, quantity: 1 }] } });
    await fleet.client.good({ method: 'POST', path: '/v1/checkouts', key: 'the-key-of-this-checkout', headers: { 'holdfast-cart-token': cart.token }, body: { cart_id: cart.id, payment: { gateway: 'manual', method: 'transfer' } } });
    await eventually(async () => expect(await sql(fleet.database.url, 'select from notifications.test_mailbox')).toHaveLength(1));
    for (const program of all()) await eventually(async () => expect((await get(program, '/readyz')).body.status).toBe('ok'));
    expect(all().map(({ pid, isRunning }) => (isRunning ? pid : 'ended'))).toEqual(before);
  });

  it('say no while the database is away where READY_NEEDS_DATABASE asks for that', async () => {
    const [, other] = fleet.apis as [Program, Program];
    await other.stop();
    await other.restart({ READY_NEEDS_DATABASE: 'true' });
    await takeDatabaseAway();
    try {
      await eventually(async () => expect(await get(other, '/readyz')).toMatchObject({ status: 503, body: { status: 'busy', details: { database: { status: 'down' } } } }));
      expect((await get(other, '/livez')).status).toBe(200);
    } finally {
      await bringDatabaseBack();
    }
  });
});
