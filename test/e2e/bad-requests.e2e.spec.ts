import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeCursor, newId } from '@holdfast/platform';
import { cartWith, checkOut, MANUAL, type OpenedCart, restock, sellable } from '../support/journey.js';
import type { Answer } from '../support/answer.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { expectRefusal, request, Stored, wire } from './refusals.js';

const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };

describe('a request that is not as it should be', () => {
  let shop: Shop;
  let stored: Stored;
  let variant: string;
  let cart: OpenedCart;
  let before: unknown[];

  beforeAll(async () => {
    shop = await Shop.open();
    stored = await Stored.of(shop);
    variant = await sellable(shop);
    await sellable(shop);
    await restock(shop, variant, 5);
    for (let i = 0; i < 2; i++) await checkOut(shop, await cartWith(shop, [variant, 1]));
    cart = await cartWith(shop, [variant, 1]);
  });
  beforeEach(async () => {
    before = await stored.read();
  });
  afterEach(async () => {
    expect(await stored.read()).toEqual(before);
    expect((await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers })).status).toBe(200);
  });
  afterAll(async () => {
    await stored.close();
    await shop.close();
  });

  it.each([
    ['GET', '/'],
    ['GET', '/v2/carts'],
    ['GET', '/v1'],
    ['GET', '/v1/'],
    ['POST', '/v1/carts/'],
    ['GET', '//v1/products'],
    ['GET', '/V1/PRODUCTS'],
    ['GET', '/.env'],
    ['GET', '/../../etc/passwd'],
    ['GET', '/v1/../package.json'],
    ['GET', '/docs/../../package.json'],
    ['GET', '/docs/..%2f..%2fpackage.json'],
    ['GET', '/docs/%2e%2e/%2e%2e/package.json'],
    ['GET', '/problems/..%2f..%2fpackage.json'],
    ['GET', '/problems/constructor'],
    ['GET', '/v1/products/..%2f..%2fadmin'],
    ['GET', '/v1/carts;jsessionid=1'],
    ['OPTIONS', '/nothing'],
  ])('is told that there is nothing: %s %s', async (method, path) => {
    expectRefusal(await wire(shop, request(`${method} ${path}`)), 404, 'not-found');
  });

  it.each([
    ['DELETE', '/v1/carts', 'POST'],
    ['GET', '/v1/carts', 'POST'],
    ['PUT', '/v1/products', 'GET, HEAD'],
    ['TRACE', '/v1/products', 'GET, HEAD'],
    ['OPTIONS', '/v1/checkouts', 'POST'],
    ['PATCH', '/livez', 'GET, HEAD'],
    ['PROPFIND', '/v1/products', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ])('is told the methods of an address: %s %s', async (method, path, allow) => {
    const answer = await wire(shop, request(`${method} ${path}`));

    expectRefusal(answer, 405, 'method-not-allowed');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each(['GET / HTTP/1.1\r\nbad header\r\n\r\n', 'FOO /v1/products HTTP/1.1\r\nhost: x\r\n\r\n', 'hello\r\n\r\n', 'GET /v1/products HTTP/1.1\r\nhost: x\r\nx: \u0000\r\n\r\n',
    'POST /v1/carts HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}', 'POST /v1/carts HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n'])(
    'is refused when it is no HTTP: %j', async (bytes) => {
      expectRefusal(await wire(shop, bytes), 400, 'invalid-request');
    },
  );

  it('is refused with headers or an address that are too long', async () => {
    expectRefusal(await wire(shop, request('GET /v1/products', [`x-long: ${'x'.repeat(100_000)}`])), 431, 'headers-too-large');
    expectRefusal(await wire(shop, request(`GET /v1/products/${'x'.repeat(1_000)}`)), 414, 'uri-too-long');
    expectRefusal(await wire(shop, request(`GET /v1/products?q=${'x'.repeat(5_000)}`)), 400, 'invalid-request', ['?q']);
  });

  it.each(['/v1/products/%E0%A4%A', '/v1/carts/%', '/%zz', '/v1/products/by-handle/%ff'])('is refused with an address that cannot be decoded: %s', async (path) => {
    expectRefusal(await wire(shop, request(`GET ${path}`)), 400, 'invalid-request');
  });

  it.each(['prod_01h455vb4pex5vsknk084sn02q', 'x', '%00', 'cart_01h455vb4pex5vsknk084sn02q%00', "'; drop table ordering.carts; --", 'cart_81h455vb4pex5vsknk084sn02q', 'undefined', '*', '%F0%9F%9B%92'])(
    'finds nothing under an id that is none: %s', async (id) => {
      expectRefusal(await shop.ask('GET', `/v1/carts/${id}`, { headers: cart.headers }), 404, 'not-found');
    },
  );

  it('finds nothing under an id in upper case, of another type, or without its secret', async () => {
    const asked = [
      await shop.ask('GET', `/v1/carts/${cart.id.toUpperCase()}`, { headers: cart.headers }),
      await shop.ask('GET', `/v1/checkouts/${cart.id}`, { headers: cart.headers }),
      await shop.ask('GET', `/v1/variants/${cart.id}`),
      await shop.ask('GET', `/v1/carts/${cart.id}`),
      await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: { 'holdfast-cart-token': '' } }),
      await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: { 'holdfast-cart-token': 'x'.repeat(8_000) } }),
      await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: { 'holdfast-order-token': cart.token } }),
      await shop.ask('DELETE', `/v1/carts/${cart.id}/lines/${newId('line')}`, { headers: cart.headers }),
      await shop.ask('GET', '/v1/products/by-handle/no%00thing'),
    ];

    for (const answer of asked) expectRefusal(answer, 404, 'not-found');
    const twice = await wire(shop, request(`GET /v1/carts/${cart.id}`, [`holdfast-cart-token: ${cart.token}`, `holdfast-cart-token: ${cart.token}`]));
    expectRefusal(twice, 404, 'not-found');
  });

  it.each<[string, string[], Record<string, string>?]>([
    ['/v1/products?colour=red', ['?colour']],
    ['/v1/products?constructor=1', ['?constructor']],
    ['/v1/products?__proto__=1&hasOwnProperty=2', ['?__proto__', '?hasOwnProperty']],
    ['/v1/products?limit=0', ['?limit']],
    ['/v1/products?limit=101', ['?limit']],
    ['/v1/products?limit=abc', ['?limit']],
    ['/v1/products?limit=', ['?limit']],
    ['/v1/products?limit=1.5', ['?limit']],
    ['/v1/products?limit=1e1', ['?limit']],
    ['/v1/products?limit=-1', ['?limit']],
    ['/v1/products?limit=1&limit=2', ['?limit']],
    ['/v1/products?limit[]=1', ['?limit[]']],
    ['/v1/products?cursor=a&cursor=b', ['?cursor']],
    ['/v1/products?cursor=', ['?cursor']],
    ['/v1/products?cursor=%25', ['?cursor']],
    ['/v1/products?q=a&q=b', ['?q']],
    ['/v1/products?q=%00', ['?q']],
    ['/v1/products?tag=%00', ['?tag']],
    ['/v1/products?in_stock=perhaps', ['?in_stock']],
    ['/v1/products?sort=price;drop', ['?sort']],
    ['/v1/products?price[gte]=-1', ['?price[gte]']],
    ['/v1/products?currency=usd', ['?currency']],
    ['/livez?a=1', ['?a']],
    ['/problems?a=1', ['?a']],
    ['/v1/variants/var_01h455vb4pex5vsknk084sn02q?expand=product', ['?expand']],
    ['/v1/admin/orders?status=lost', ['?status'], ADMIN],
    ['/v1/admin/orders?number=1%27', ['?number'], ADMIN],
    ['/v1/admin/orders?email=x', ['?email'], ADMIN],
    ['/v1/admin/stock-locations?limit=1', ['?limit'], ADMIN],
    ['/v1/admin/stock-levels?variant=prod_01h455vb4pex5vsknk084sn02q', ['?variant'], ADMIN],
    ['/v1/admin/stock-levels?as_of=yesterday', ['?as_of'], ADMIN],
    ['/v1/admin/stock-levels?as_of=2026-13-01T00:00:00Z', ['?as_of'], ADMIN],
  ])('is refused with parameters that are wrong: %s', async (path, pointers, headers = {}) => {
    expectRefusal(await shop.ask('GET', path, { headers, unchecked: path.startsWith('/problems') }), 400, 'invalid-request', pointers);
  });

  it('is refused with a cursor that the list did not give out', async () => {
    const lists = ['/v1/products', '/v1/admin/products', '/v1/admin/stock-levels', '/v1/admin/stock-movements', '/v1/admin/orders', '/v1/admin/api-keys', '/v1/test/mailbox'];
    const given = await shop.admin('GET', '/v1/admin/stock-levels?limit=1');
    const other = given.body.page.next_cursor as string;
    const forged = ['orders', 'levels', 'movements', 'api-keys', 'mailbox', '-created_at'].flatMap((order) =>
      [['x'], ['x', 'y'], ['2026-02-31 10:00:00+00', randomUUID()], [randomUUID(), "' or 1=1 --"], [1e300, 'x'], ['\u0000', '\u0000'], []].map((values) => encodeCursor(order, values)));
    expect(other).toEqual(expect.any(String));

    for (const list of lists) {
      const cursors = [...forged, 'x', 'bnVsbA', 'W10', 'e30', '%F0%9F%9B%92', '='.repeat(300), ...(list.endsWith('levels') ? [] : [other])];
      const answers = await Promise.all(cursors.map((cursor) => shop.ask('GET', `${list}?cursor=${cursor}`, { headers: ADMIN })));
      expect(answers.flatMap(({ status }, at) => (status === 400 ? [] : [`${status} ${list} ${Buffer.from(cursors[at]!, 'base64url')}`]))).toEqual([]);
      for (const answer of answers) expectRefusal(answer, 400, 'invalid-request', ['?cursor']);
    }
  });

  it.each([
    ['10 characters', '0123456789', 'idempotency-key-invalid'],
    ['300 characters', 'k'.repeat(300), 'idempotency-key-invalid'],
    ['spaces', 'a key with a few spaces', 'idempotency-key-invalid'],
    ['letters outside ASCII', `ö${'k'.repeat(20)}`, 'idempotency-key-invalid'],
    ['nothing', '', 'idempotency-key-invalid'],
  ])('is refused with an Idempotency-Key of %s', async (_name, key, code) => {
    const headers = { ...cart.headers, 'idempotency-key': key };

    expectRefusal(await shop.ask('POST', '/v1/carts', { body: {}, headers }), 400, code);
    expectRefusal(await shop.ask('POST', '/v1/checkouts', { body: { cart_id: cart.id, payment: MANUAL }, headers }), 400, code);
  });

  it('is refused with two Idempotency-Keys, or none where one is needed', async () => {
    const body = JSON.stringify({ cart_id: cart.id, payment: MANUAL });
    const headers = [`holdfast-cart-token: ${cart.token}`, 'content-type: application/json'];
    const keys = [randomUUID(), randomUUID()].map((key) => `idempotency-key: ${key}`);

    expectRefusal(await wire(shop, request('POST /v1/checkouts', [...headers, ...keys], body)), 400, 'idempotency-key-invalid');
    expectRefusal(await wire(shop, request('POST /v1/checkouts', headers, body)), 400, 'idempotency-key-required');
  });

  it.each(['', 'Bearer', 'Bearer x', 'Basic YTpi', `Bearer sk_${'x'.repeat(43)}`, `Bearer ${ADMIN_KEY} x`, `${ADMIN_KEY}`, 'Bearer \u00e9'])('is refused with the credential %j', async (authorization) => {
    const answer = await shop.ask('GET', '/v1/admin/orders', { headers: { authorization } });

    expectRefusal(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('takes HEAD where it takes GET, and says nothing', async () => {
    const found = await wire(shop, request(`HEAD /v1/variants/${variant}`));
    const missing = await wire(shop, request('HEAD /v1/variants/x'));

    expect([found.status, found.text, missing.status, missing.text]).toEqual([200, '', 404, '']);
    expect(Number(found.headers.get('content-length'))).toBeGreaterThan(100);
  });

  it('gets an id of its own unless it brings a decent one', async () => {
    const ids = ['abc-1', 'x'.repeat(129), 'a b', '<script>'].map((id) => shop.ask('GET', '/livez', { headers: { 'x-request-id': id } }));

    const [decent, ...others] = (await Promise.all(ids)).map(({ headers }: Answer) => headers.get('x-request-id'));

    expect(decent).toBe('abc-1');
    for (const id of others) expect(id).toMatch(/^req_/);
  });

  it('keeps nobody from being served while 50 clients dawdle', async () => {
    const { hostname, port } = new URL(shop.url);
    const dawdlers = Array.from({ length: 50 }, () => connect(Number(port), hostname).on('error', () => undefined));
    const ended: unknown[] = [];
    for (const socket of dawdlers) for (const end of ['data', 'close']) socket.on(end, () => ended.push(end));
    await Promise.all(dawdlers.map((socket) => once(socket, 'connect')));
    for (const socket of dawdlers.slice(25)) socket.write('GET /v1/products HTTP/1.1\r\nhost: x\r\nx-slow: ');
    for (const socket of dawdlers.slice(0, 25)) socket.write('POST /v1/carts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');

    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.ask('GET', '/v1/products')));

    const endedMeanwhile = [...ended];
    for (const socket of dawdlers) socket.destroy();
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(endedMeanwhile).toEqual([]);
  });
});
