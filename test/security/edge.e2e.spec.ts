import { connect } from 'node:net';
import { once } from 'node:events';
import { request, wire } from '../e2e/refusals.js';
import { cartWith, type OpenedCart, sellable } from '../support/journey.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';

const ALLOWED = 'https://shop.example.com';
const CORS = /^access-control-/;
const corsOf = (headers: Headers): string[] => [...headers.keys()].filter((name) => CORS.test(name));
const PREFLIGHT = ['access-control-request-method: POST', 'access-control-request-headers: authorization,content-type'];

describe('pages of other origins', () => {
  let open: Shop;
  let closed: Shop;

  beforeAll(async () => {
    open = await Shop.open({ settings: { CORS_ORIGINS: [ALLOWED, 'http://localhost:5173'] } });
    closed = await Shop.open();
  });
  afterAll(async () => {
    await open.close();
    await closed.close();
  });

  const ask = (shop: Shop, method: string, path: string, ...headers: string[]) => wire(shop, request(`${method} ${path}`, headers));

  it.each(['/v1/products', '/v1/carts', '/v1/admin/orders', '/livez', '/nothing', '/docs', '/openapi.json'])('get nothing unless a setting names them: %s', async (path) => {
    for (const origin of [ALLOWED, 'null', '*', 'https://evil.example.com']) {
      const answer = await ask(closed, 'GET', path, `origin: ${origin}`);
      const preflight = await ask(closed, 'OPTIONS', path, `origin: ${origin}`, ...PREFLIGHT);
      expect([corsOf(answer.headers), corsOf(preflight.headers)]).toEqual([[], []]);
      expect([404, 405]).toContain(preflight.status);
    }
  });

  it.each(['https://evil.example.com', 'null', '*', 'https://shop.example.com.evil.example', 'http://shop.example.com', 'https://shop.example.com:8443', 'https://SHOP.example.com', 'https://shop.example.com/'])(
    'get nothing when they are others than those named: %s', async (origin) => {
      const answer = await ask(open, 'GET', '/v1/products', `origin: ${origin}`);
      const preflight = await ask(open, 'OPTIONS', '/v1/carts', `origin: ${origin}`, ...PREFLIGHT);

      expect([answer.status, corsOf(answer.headers), answer.headers.get('vary')]).toEqual([200, [], 'Origin']);
      expect([preflight.status, corsOf(preflight.headers), preflight.headers.get('allow')]).toEqual([405, [], 'POST']);
    },
  );

  it('may send and read our headers when they are named, and never with credentials of the browser', async () => {
    for (const origin of [ALLOWED, 'http://localhost:5173']) {
      const preflight = await ask(open, 'OPTIONS', '/v1/checkouts', `origin: ${origin}`, ...PREFLIGHT);
      const answer = await ask(open, 'GET', '/v1/products', `origin: ${origin}`);

      expect(preflight.status).toBe(204);
      expect(Object.fromEntries([...preflight.headers].filter(([name]) => CORS.test(name) || name === 'vary'))).toEqual({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': 'authorization, content-type, idempotency-key, holdfast-cart-token, holdfast-order-token, if-match, if-none-match, x-request-id, traceparent',
        'access-control-expose-headers': 'etag, location, retry-after, ratelimit, ratelimit-policy, x-request-id, idempotent-replayed',
        'access-control-max-age': '600',
        vary: 'Origin',
      });
      expect(preflight.headers.get('x-content-type-options')).toBe('nosniff');
      expect(Object.fromEntries([...answer.headers].filter(([name]) => CORS.test(name) || name === 'vary'))).toEqual({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'etag, location, retry-after, ratelimit, ratelimit-policy, x-request-id, idempotent-replayed',
        vary: 'Origin',
      });
    }
  });

  it('can read why they are refused when they are named', async () => {
    const from = [`origin: ${ALLOWED}`];
    const refused = [
      await ask(open, 'GET', '/v1/admin/orders', ...from), await ask(open, 'GET', '/nothing', ...from), await ask(open, 'PUT', '/v1/products', ...from),
      await ask(open, 'GET', '/v1/products?limit=0', ...from), await ask(open, 'GET', '/v1/products?q=4242424242424242', ...from),
      await wire(open, request('POST /v1/carts', [...from, 'content-type: application/json'], '{"a":')),
    ];

    expect(refused.map(({ status }) => status)).toEqual([401, 404, 405, 400, 422, 400]);
    for (const { headers } of refused) expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
  });

  it('are told the methods of an address by OPTIONS that is no preflight', async () => {
    for (const shop of [open, closed]) {
      const answer = await ask(shop, 'OPTIONS', '/v1/checkouts', `origin: ${ALLOWED}`);
      expect([answer.status, answer.body.code, answer.headers.get('allow'), corsOf(answer.headers)]).toEqual([405, 'method-not-allowed', 'POST', []]);
    }
  });
});

describe('the headers of answers', () => {
  let shop: Shop;
  let cart: OpenedCart;

  beforeAll(async () => {
    shop = await Shop.open();
    cart = await cartWith(shop, [await sellable(shop), 1]);
  });
  afterAll(() => shop.close());

  const EVERYWHERE = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-site',
    'strict-transport-security': 'max-age=31536000',
  };
  const NOTHING = "default-src 'none'; frame-ancestors 'none'";

  it.each<[string, string, string, number, string, string | RegExp, string]>([
    ['an answer', 'GET', '/v1/carts/:cart', 200, 'application/json; charset=utf-8', NOTHING, 'no-store'],
    ['a list for everybody', 'GET', '/v1/products', 200, 'application/json; charset=utf-8', NOTHING, 'public, max-age=10, stale-while-revalidate=60'],
    ['a problem', 'GET', '/v1/products?limit=0', 400, 'application/problem+json; charset=utf-8', NOTHING, 'no-store'],
    ['a refused credential', 'GET', '/v1/admin/orders', 401, 'application/problem+json; charset=utf-8', NOTHING, 'no-store'],
    ['nothing there', 'GET', '/nothing', 404, 'application/problem+json; charset=utf-8', NOTHING, 'no-store'],
    ['an address that cannot be decoded', 'GET', '/v1/products/%zz', 400, 'application/problem+json; charset=utf-8', NOTHING, 'no-store'],
    ['a method that is not taken', 'TRACE', '/v1/products', 405, 'application/problem+json; charset=utf-8', NOTHING, 'no-store'],
    ['no HTTP at all', 'FOO', '/v1/products', 400, 'application/problem+json; charset=utf-8', NOTHING, 'no-store'],
    ['a probe', 'GET', '/livez', 200, 'application/json; charset=utf-8', NOTHING, 'no-store'],
    ['the page of a problem', 'GET', '/problems/not-found', 200, 'text/html; charset=utf-8', /^default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'$/, 'no-store'],
    ['the documentation', 'GET', '/docs', 200, 'text/html; charset=utf-8', /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/, 'no-store'],
    ['the OpenAPI document', 'GET', '/openapi.json', 200, 'application/json; charset=utf-8', NOTHING, 'no-store'],
  ])('tell browsers to be careful: %s', async (_name, method, path, status, type, policy, cache) => {
    const answer = await wire(shop, request(`${method} ${path.replace(':cart', cart.id)}`, [`holdfast-cart-token: ${cart.token}`]));

    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([status, type, cache]);
    expect(Object.fromEntries(Object.keys(EVERYWHERE).map((name) => [name, answer.headers.get(name)]))).toEqual(EVERYWHERE);
    expect(answer.headers.get('content-security-policy')).toMatch(policy instanceof RegExp ? policy : new RegExp(`^${policy}$`));
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    for (const name of ['server', 'x-powered-by', 'set-cookie', ...corsOf(answer.headers)]) expect([name, answer.headers.get(name)]).toEqual([name, null]);
  });

  it.each(['/v1/products', '/v1/carts', '/v1/admin/orders', '/livez', '/docs', '/nothing'])('do not echo a TRACE of %s', async (path) => {
    const answer = await wire(shop, request(`TRACE ${path}`, [`authorization: Bearer ${ADMIN_KEY}`, 'x-canary: canary-4711']));

    expect([404, 405]).toContain(answer.status);
    expect(answer.text + JSON.stringify([...answer.headers])).not.toMatch(/canary-4711|sk_/);
  });
});

describe('the documentation', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { DOCS_ENABLED: false } });
  });
  afterAll(() => shop.close());

  it.each(['/docs', '/docs/', '/docs/swagger-ui.css', '/docs-json', '/openapi.json', '/openapi.yaml'])('is not served where it is turned off: %s', async (path) => {
    expect((await shop.ask('GET', path, { unchecked: true })).body?.code).toBe('not-found');
  });

  it('leaves the pages of problems, to which answers point', async () => {
    expect((await shop.ask('GET', '/problems/not-found', { unchecked: true })).status).toBe(200);
  });
});

describe('those who send drop by drop', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { REQUEST_TIMEOUT_MS: 600 } });
  });
  afterAll(() => shop.close());

  it.each([
    ['their headers', 'GET /v1/products HTTP/1.1\r\nhost: x\r\nx-slow: '],
    ['their body', 'POST /v1/carts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"a":"'],
    ['their chunks', 'POST /v1/carts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ])('are cut off while the others are served: %s', async (_name, head) => {
    const { hostname, port } = new URL(shop.url);
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      const answer: string[] = [];
      socket.on('data', (chunk) => answer.push(String(chunk)));
      socket.write(head);
      const drops = setInterval(() => socket.write(head.includes('chunked') ? '1\r\n \r\n' : 'x'), 50);
      return { answer, closed: once(socket, 'close').finally(() => clearInterval(drops)) };
    });

    const others = await Promise.all(Array.from({ length: 10 }, () => shop.ask('GET', '/v1/products')));
    await Promise.all(slow.map(({ closed }) => closed));

    expect(others.map(({ status }) => status)).toEqual(Array(10).fill(200));
    for (const { answer } of slow) expect(answer.join('')).toMatch(/^HTTP\/1\.1 408 .*"code":"request-timeout"/s);
  });
});
