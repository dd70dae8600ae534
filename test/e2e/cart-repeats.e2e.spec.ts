import { randomUUID } from 'node:crypto';
import { cartWith, checkOut, type OpenedCart, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { expectRefusal } from './refusals.js';

describe('requests about carts that come again', () => {
  let shop: Shop;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { stock: 100 });
  });
  afterAll(() => shop.close());

  const open = (key: string, body: unknown) => shop.ask('POST', '/v1/carts', { headers: { 'idempotency-key': key }, body });
  const add = (cart: OpenedCart, key: string, quantity = 1, headers = cart.headers) =>
    shop.ask('POST', `/v1/carts/${cart.id}/lines`, { headers: { ...headers, 'idempotency-key': key }, body: { variant_id: variant, quantity } });
  const pieces = async (cart: OpenedCart) => (await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers })).body.lines[0].quantity as number;

  it('open one cart and get the same bytes, the token among them', async () => {
    const key = randomUUID();

    const first = await open(key, { email: 'ada@example.com', lines: [{ variant_id: variant, quantity: 1 }] });
    const again = await open(key, { lines: [{ quantity: 1, variant_id: variant }], email: 'ada@example.com' });

    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotent-replayed'), again.text]).toEqual([201, 'true', first.text]);
    for (const name of ['location', 'etag', 'content-type']) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect((await shop.ask('GET', `/v1/carts/${first.body.id}`, { headers: { 'holdfast-cart-token': again.body.token } })).status).toBe(200);
  });

  it('are refused with another body under the same key', async () => {
    const key = randomUUID();
    await open(key, {});

    expectRefusal(await open(key, { email: 'ada@example.com' }), 422, 'idempotency-key-reused');
  });

  it('open one cart when twenty come at once', async () => {
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => open(key, {})));

    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ status, body }) => status !== 201 && body.code !== 'request-in-progress')).toEqual([]);
  });

  it('are judged anew when they were refused before', async () => {
    const key = randomUUID();
    const scarce = await sellable(shop, { stock: 0 });
    await shop.admin('PATCH', `/v1/admin/variants/${scarce}`, { status: 'archived' });
    const body = { lines: [{ variant_id: scarce, quantity: 1 }] };
    expectRefusal(await open(key, body), 422, 'variant-unavailable');
    await shop.admin('PATCH', `/v1/admin/variants/${scarce}`, { status: 'active' });

    expect((await open(key, body)).status).toBe(201);
  });

  it('add a line once', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();

    const first = await add(cart, key, 2);
    const again = await add(cart, key, 2);

    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(await pieces(cart)).toBe(3);
  });

  it('show nothing to whoever knows the key and not the token', async () => {
    const [cart, other] = [await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1])];
    const key = randomUUID();
    await add(cart, key);

    expectRefusal(await add(cart, key, 1, other.headers), 404, 'not-found');
    expectRefusal(await add(cart, key, 1, {}), 404, 'not-found');
  });

  it('of two guests may carry the same key', async () => {
    const [one, two] = [await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1])];
    const key = 'the-first-line-1';

    expect([(await add(one, key)).status, (await add(two, key)).status]).toEqual([201, 201]);
  });

  it('change nothing in a cart that became an order', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    const line = (await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers })).body.lines[0].id;
    expect((await checkOut(shop, cart)).status).toBe(201);
    const changes: [string, string, unknown?][] = [
      ['PATCH', '', { email: 'eve@example.com' }], ['POST', '/lines', { variant_id: variant, quantity: 1 }], ['PATCH', `/lines/${line}`, { quantity: 2 }], ['DELETE', `/lines/${line}`],
    ];

    for (const [method, path, body] of changes) {
      const answer = await shop.ask(method, `/v1/carts/${cart.id}${path}`, { headers: cart.headers, body });
      expectRefusal(answer, 409, 'cart-not-open');
      expect(answer.body.cart_status).toBe('converted');
    }
    const kept = await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers });
    expect(kept.body).toMatchObject({ status: 'converted', email: 'ada@example.com', lines: [{ quantity: 1 }] });
  });

  it('change nothing in a cart that is being checked out, and say which checkout that is', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    const checkout = await shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });

    const answer = await add(cart, randomUUID());

    expectRefusal(answer, 409, 'cart-not-open');
    expect([checkout.status, answer.body.cart_status]).toEqual([201, 'checking_out']);
  });

  it('stay within their budget of statements', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    const line = (await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers })).body.lines[0].id;
    const cost = async (method: string, path: string, body?: unknown, headers = {}) =>
      (await shop.statementsOf(() => shop.ask(method, path, { headers: { ...cart.headers, ...headers }, body }))).length;

    expect(await cost('GET', `/v1/carts/${cart.id}`)).toBeLessThanOrEqual(2);
    expect(await cost('POST', '/v1/carts', { lines: [{ variant_id: variant, quantity: 1 }] })).toBeLessThanOrEqual(4);
    expect(await cost('POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 })).toBeLessThanOrEqual(6);
    expect(await cost('POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 }, { 'idempotency-key': randomUUID() })).toBeLessThanOrEqual(8);
    expect(await cost('PATCH', `/v1/carts/${cart.id}/lines/${line}`, { quantity: 1 })).toBeLessThanOrEqual(6);
  });
});
