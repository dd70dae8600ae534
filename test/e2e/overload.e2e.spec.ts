import { AdmissionControl } from '@holdfast/platform';
import { randomUUID } from 'node:crypto';
import { connect, type Server } from 'node:net';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { noScripts, script } from '../support/gateway.js';
import { ADDRESS, card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { routesOf } from '../support/routes.js';
import { Shop } from '../support/shop.js';
import { Touched } from '../support/touched.js';

const ROOM = 3;

describe('when more is asked of the shop than it can answer', () => {
  let shop: Shop;
  let touched: Touched;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { SHED_ABOVE: ROOM, CORS_ORIGINS: ['https://shop.example'], GATEWAY_TIMEOUT_MS: 20_000 } });
    variant = await sellable(shop, { stock: 100 });
    touched = await Touched.watch(shop.database.url);
  }, 60_000);
  afterAll(async () => {
    await touched.close();
    await expectProof(shop);
    await shop.close();
  });

  const stateOf = (name: string) => shop.app.get(AdmissionControl).states.find((state) => state.name === name)!;
  const inside = (name: string, count: number) => eventually(() => expect(stateOf(name)).toMatchObject({ inside: count }));
  const openCart = (key: string = randomUUID()) =>
    shop.ask('POST', '/v1/carts', { headers: { 'idempotency-key': key }, body: { currency: 'EUR', email: 'ada@example.com', shipping_address: ADDRESS, lines: [{ variant_id: variant, quantity: 1 }] } });

  const connections = (): Promise<number> => new Promise((told) => (shop.app.getHttpServer() as Server).getConnections((_, count) => told(count)));

  /** Nothing that needs the table gets on while the work is done. */
  async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: shop.database.url });
    await client.connect();
    try {
      await client.query(`begin; lock table ${table} in access exclusive mode`);
      return await work();
    } finally {
      await client.end();
    }
  }

  it('refuses at once what there is no room for, serves all others, and has changed nothing', async () => {
    const key = randomUUID();
    const before = stateOf('carts').refused;
    const { held, refused, others } = await whileLocked('ordering.carts', async () => {
      const held = Array.from({ length: ROOM }, () => openCart());
      await inside('carts', ROOM);
      await touched.take();
      const refused = await openCart(key);
      const [product, orders, admin, ...probes] = await Promise.all([
        shop.ask('GET', '/v1/products?limit=1'), shop.ask('GET', '/v1/orders'), shop.admin('GET', '/v1/admin/stock-locations'),
        ...['/livez', '/readyz', '/startupz'].map((path) => shop.ask('GET', path)),
      ]);
      expect(await touched.take()).toEqual([]);
      return { held, refused, others: [product, orders, admin, ...probes].map((one) => one!.status) };
    });
    const served = await Promise.all(held);
    const again = await openCart(key);
    const oncemore = await openCart(key);

    expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded', status: 503, title: expect.any(String), request_id: refused.headers.get('x-request-id') } });
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(refused.headers.get('retry-after')).toBe(String(refused.body.retry_after));
    expect(refused.body.retry_after).toBeGreaterThanOrEqual(1);
    expect(stateOf('carts')).toMatchObject({ inside: 0, refused: before + 1 });
    expect(others).toEqual([200, 401, 200, 200, 200, 200]);
    expect(served.map(({ status }) => status)).toEqual(Array.from({ length: ROOM }, () => 201));
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect([oncemore.text, oncemore.headers.get('idempotent-replayed')]).toEqual([again.text, 'true']);
  });

  it('keeps carts and checkouts their room while the catalog is flooded', async () => {
    const { bought, refused, held } = await whileLocked('catalog.product_views', async () => {
      const held = Array.from({ length: ROOM }, () => shop.ask('GET', '/v1/products/by-handle/nothing'));
      await inside('browsing', ROOM);
      const refused = await shop.ask('GET', '/v1/products/by-handle/nothing');
      const bought = await checkOut(shop, await cartWith(shop, [variant, 1]));
      return { bought, refused, held };
    });

    expect(refused.status).toBe(503);
    expect(bought).toMatchObject({ status: 201, body: { status: 'completed' } });
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(Array.from({ length: ROOM }, () => 404));
  });

  it('keeps the place of a request whose client is gone until its work is done', async () => {
    await whileLocked('ordering.carts', async () => {
      const gone = Array.from({ length: ROOM }, () => {
        const leaving = new AbortController();
        const asked = fetch(`${shop.url}/v1/carts`, { method: 'POST', signal: leaving.signal, headers: { 'content-type': 'application/json' }, body: '{"currency":"EUR"}' });
        return { leaving, asked };
      });
      await inside('carts', ROOM);
      const before = await connections();
      for (const { leaving } of gone) leaving.abort();
      await Promise.allSettled(gone.map(({ asked }) => asked));
      await eventually(async () => expect(await connections()).toBeLessThanOrEqual(before - ROOM));

      expect((await openCart()).status).toBe(503);
    });
    await inside('carts', 0);
    expect((await openCart()).status).toBe(201);
  });

  it('gives no place to whoever has not sent all of a request', async () => {
    const admitted = stateOf('carts').admitted;
    const slow = Array.from({ length: ROOM + 1 }, () =>
      connect(Number(new URL(shop.url).port), '127.0.0.1').on('error', () => undefined)
        .on('connect', function (this: ReturnType<typeof connect>) { this.write('POST /v1/carts HTTP/1.1\r\nhost: shop.test\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"currency":'); }));
    await eventually(() => expect(stateOf('carts').admitted).toBe(admitted + slow.length));

    expect((await openCart()).status).toBe(201);
    for (const socket of slow) socket.destroy();
  });

  it('counts nobody who waits for a payment gateway', async () => {
    await script(shop.sandbox.url, { fault: 'delay', delay_ms: 1_500, times: ROOM + 1 });
    const before = stateOf('checkouts');
    const carts = [];
    for (let i = 0; i <= ROOM; i++) carts.push(await cartWith(shop, [variant, 1]));
    const asked = [];
    for (const [i, cart] of carts.entries()) {
      asked.push(checkOut(shop, cart, { payment: card() }));
      await eventually(() => expect(stateOf('checkouts')).toMatchObject({ admitted: before.admitted + i + 1, inside: 0 }));
    }
    const answers = await Promise.all(asked);
    await noScripts(shop.sandbox.url);

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: ROOM + 1 }, () => 201));
    expect(stateOf('checkouts')).toMatchObject({ inside: 0, refused: before.refused });
  });

  it('tells pages of other origins that they were refused, if they may know', async () => {
    const origins = ['https://shop.example', 'https://evil.example'];
    const [known, unknown] = await whileLocked('catalog.product_views', async () => {
      const held = Array.from({ length: ROOM }, () => shop.ask('GET', '/v1/products/by-handle/nothing'));
      held.forEach((one) => void one.catch(() => undefined));
      await inside('browsing', ROOM);
      return Promise.all(origins.map((origin) => shop.ask('GET', '/v1/products', { headers: { origin } })));
    });

    expect([known!.status, known!.headers.get('access-control-allow-origin')]).toEqual([503, 'https://shop.example']);
    expect([unknown!.status, unknown!.headers.get('access-control-allow-origin')]).toEqual([503, null]);
  });

  it('leaves every place free again, however a request ends', async () => {
    await Promise.all([
      shop.ask('GET', `/v1/products/${'x'.repeat(300)}`, { unchecked: true }), shop.ask('GET', '/nowhere', { unchecked: true }), shop.ask('GET', '/docs', { unchecked: true }),
    ]);
    await Promise.all([
      shop.ask('PUT', '/v1/carts', { raw: '{}', unchecked: true }), shop.ask('POST', '/v1/carts', { raw: '{', unchecked: true }),
      shop.ask('POST', '/v1/carts', { raw: `"${'x'.repeat(300_000)}"`, unchecked: true }),
    ]);
    await Promise.all(['GET', 'HEAD', 'OPTIONS'].map((method) => fetch(`${shop.url}/v1/products/%`, { method })));

    await eventually(() => expect(shop.app.get(AdmissionControl).states.filter(({ inside }) => inside !== 0)).toEqual([]));
  });

  it('knows of every route what it is for', () => {
    const admission = shop.app.get(AdmissionControl);
    const kinds = new Map(routesOf(shop.app).map(({ path }) => [path.split('/').slice(1, 3).join('/').replace(/^(?!v1)([^/]*).*/, '$1'), admission.bulkheadOf(path).state.name]));

    expect(Object.fromEntries([...kinds].toSorted(([a], [b]) => a.localeCompare(b)))).toEqual({
      livez: 'browsing', readyz: 'browsing', startupz: 'browsing', problems: 'browsing', 'v1/products': 'browsing', 'v1/variants': 'browsing',
      'v1/carts': 'carts', 'v1/checkouts': 'checkouts', 'v1/orders': 'checkouts', 'v1/gateway-webhooks': 'checkouts',
      'v1/customers': 'accounts', 'v1/sessions': 'accounts', 'v1/mfa-challenges': 'accounts', 'v1/password-resets': 'accounts', 'v1/email-verifications': 'accounts', 'v1/email-changes': 'accounts',
      'v1/openid-connect': 'accounts', 'v1/staff-invitations': 'accounts', 'v1/staff': 'staff', 'v1/admin': 'staff', 'v1/ops': 'staff', 'v1/test': 'staff',
    });
  });
});
