import { randomUUID } from 'node:crypto';
import { newId } from '@holdfast/platform';
import { ADDRESS, cartWith, type OpenedCart, sellable } from '../support/journey.js';
import type { Answer } from '../support/answer.js';
import { Shop } from '../support/shop.js';
import { expectRefusal } from './refusals.js';

const metadataOf = (keys: number, key: number, text: number) =>
  Object.fromEntries(Array.from({ length: keys }, (_, i) => [String(i).padStart(key, 'k'), 'v'.repeat(text)]));

describe('carts', () => {
  let shop: Shop;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { price: 1250, stock: 1_000 });
  });
  afterAll(() => shop.close());

  const read = (cart: OpenedCart) => shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers });
  const change = (cart: OpenedCart, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    shop.ask(method, `/v1/carts/${cart.id}${path}`, { headers: { ...cart.headers, ...headers }, body });
  const reprice = (id: string, amount: number) =>
    shop.admin('PUT', `/v1/admin/variants/${id}/prices`, { prices: [{ amount, currency: 'EUR' }] }, { 'if-match': '*' });

  it('open empty, in the currency of the shop', async () => {
    const { status, body, headers } = await shop.ask('POST', '/v1/carts', { body: {} });

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^cart_/), status: 'open', currency: 'EUR', email: null, shipping_address: null, billing_address: null, metadata: {}, lines: [],
      subtotal: { amount: 0, currency: 'EUR' }, total: { amount: 0, currency: 'EUR' }, problems: [], customer_id: null, merged_into: null, version: 1, token: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect([headers.get('location'), headers.get('etag'), headers.get('cache-control')]).toEqual([`/v1/carts/${body.id}`, '"1"', 'no-store']);
  });

  it('open with everything at once', async () => {
    const mug = await sellable(shop, { price: 300, title: 'Tin mug' });
    const facts = { currency: 'EUR', email: 'ada@example.com', shipping_address: { ...ADDRESS, line2: 'Back yard' }, billing_address: ADDRESS, metadata: { source: 'newsletter' } };

    const { body } = await shop.ask('POST', '/v1/carts', { body: { ...facts, lines: [{ variant_id: variant, quantity: 2 }, { variant_id: mug, quantity: 3 }] } });

    expect(body).toMatchObject({
      ...facts,
      lines: [
        { id: expect.stringMatching(/^line_/), variant_id: variant, title: 'Mug', quantity: 2, unit_price: { amount: 1250, currency: 'EUR' }, total: { amount: 2500 } },
        { variant_id: mug, title: 'Tin mug', quantity: 3, unit_price: { amount: 300 }, total: { amount: 900 } },
      ],
      subtotal: { amount: 3400, currency: 'EUR' },
      total: { amount: 3400 },
      version: 1,
    });
  });

  it('show their token once', async () => {
    const cart = await cartWith(shop, [variant, 1]);

    const again = await read(cart);
    const changed = await change(cart, 'PATCH', '', { email: 'eve@example.com' });

    expect([again.status, changed.status]).toEqual([200, 200]);
    for (const { text, body } of [again, changed]) {
      expect(body).not.toHaveProperty('token');
      expect(text).not.toContain(cart.token);
    }
  });

  it('merge lines of one variant when they are opened, and when they are added', async () => {
    const cart = await cartWith(shop, [variant, 2], [variant, 3]);

    const { status, body } = await change(cart, 'POST', '/lines', { variant_id: variant, quantity: 4 });

    expect([status, body.lines.length, body.lines[0].quantity, body.total.amount]).toEqual([201, 1, 9, 9 * 1250]);
    expect((await read(cart)).body).toEqual(body);
  });

  it('take another quantity, and lose a line', async () => {
    const cart = await cartWith(shop, [variant, 2]);
    const line = (await read(cart)).body.lines[0].id;

    const more = await change(cart, 'PATCH', `/lines/${line}`, { quantity: 7 });
    const none = await change(cart, 'DELETE', `/lines/${line}`);
    const again = await change(cart, 'DELETE', `/lines/${line}`);

    expect([more.status, more.body.lines[0].quantity, more.body.version, more.headers.get('etag')]).toEqual([200, 7, 2, '"2"']);
    expect([none.status, none.body.lines, none.body.total.amount, none.body.version]).toEqual([200, [], 0, 3]);
    expectRefusal(again, 404, 'not-found');
  });

  it('do not know the lines of other carts', async () => {
    const [mine, other] = [await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1])];
    const line = (await read(other)).body.lines[0].id;

    for (const id of [line, newId('line')]) {
      expectRefusal(await change(mine, 'PATCH', `/lines/${id}`, { quantity: 2 }), 404, 'not-found');
      expectRefusal(await change(mine, 'DELETE', `/lines/${id}`), 404, 'not-found');
    }
    expect([(await read(mine)).body.version, (await read(other)).body.version]).toEqual([1, 1]);
  });

  it('change what is given, clear what is null, and keep the rest', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    await change(cart, 'PATCH', '', { metadata: { a: '1' } });

    const moved = await change(cart, 'PATCH', '', { shipping_address: { ...ADDRESS, city: 'Kiel', line2: null, phone: null } });
    const cleared = await change(cart, 'PATCH', '', { email: null, shipping_address: null, metadata: null });
    const untouched = await change(cart, 'PATCH', '', {});

    expect(moved.body).toMatchObject({ email: 'ada@example.com', shipping_address: { ...ADDRESS, city: 'Kiel' }, metadata: { a: '1' } });
    expect(cleared.body).toMatchObject({ email: null, shipping_address: null, metadata: {}, lines: [{ quantity: 1 }] });
    expect(untouched.body).toEqual(cleared.body);
    expect((await read(cart)).body).toEqual(cleared.body);
  });

  it('open where everything that may be missing is null', async () => {
    const nothing = { currency: null, email: null, shipping_address: null, billing_address: null, lines: null, metadata: null };

    const { status, body } = await shop.ask('POST', '/v1/carts', { body: nothing });

    expect([status, body.currency, body.metadata, body.lines]).toEqual([201, 'EUR', {}, []]);
  });

  it('change only at the version that If-Match names', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    const line = (await read(cart)).body.lines[0].id;
    const changes = (match: string) => [
      () => change(cart, 'PATCH', '', { email: 'a@example.com' }, { 'if-match': match }),
      () => change(cart, 'POST', '/lines', { variant_id: variant, quantity: 1 }, { 'if-match': match }),
      () => change(cart, 'PATCH', `/lines/${line}`, { quantity: 5 }, { 'if-match': match }),
      () => change(cart, 'DELETE', `/lines/${line}`, undefined, { 'if-match': match }),
    ];

    for (const stale of changes('"7"')) {
      const answer = await stale();
      expectRefusal(answer, 412, 'precondition-failed');
      expect(answer.body.current_version).toBe(1);
    }
    for (const [position, current] of changes('x').entries()) {
      const { headers } = await read(cart);
      expect(headers.get('etag')).toBe(`"${position + 1}"`);
      expectRefusal(await current(), 412, 'precondition-failed');
      expect((await changes(headers.get('etag')!)[position]!()).status).toBeLessThan(300);
    }
  });

  it('lose nothing when fifty lines are added at once', async () => {
    const cart = await cartWith(shop);

    const answers = await Promise.all(Array.from({ length: 50 }, () => change(cart, 'POST', '/lines', { variant_id: variant, quantity: 2 })));

    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    expect((await read(cart)).body).toMatchObject({ lines: [{ quantity: 100 }], total: { amount: 125_000 }, version: 51 });
    expect(new Set(answers.map(({ body }) => body.version)).size).toBe(50);
  });

  it('let one of many changes of the same version through', async () => {
    const cart = await cartWith(shop, [variant, 1]);

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => change(cart, 'POST', '/lines', { variant_id: variant, quantity: 1 }, { 'if-match': '"1"' })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(412)]);
    expect((await read(cart)).body.lines[0].quantity).toBe(2);
  });

  it('hold 50 keys of metadata of the greatest length, in any script', async () => {
    const cart = await cartWith(shop);
    const metadata = metadataOf(50, 40, 500);
    const scripts = { 'ключ 🛒': 'значение — 値\n"\\' };

    const full = await change(cart, 'PATCH', '', { metadata });
    const other = await change(cart, 'PATCH', '', { metadata: scripts });

    expect([full.status, full.body.metadata]).toEqual([200, metadata]);
    expect([other.status, other.body.metadata]).toEqual([200, scripts]);
    expectRefusal(await change(cart, 'PATCH', '', { metadata: metadataOf(51, 2, 1) }), 400, 'invalid-request', ['/metadata']);
  });

  it('hold 200 lines and no more, and 10,000 pieces of each', async () => {
    const product = await shop.admin('POST', '/v1/admin/products', {
      title: 'Beads', options: ['Color'], status: 'published', handle: `p-${randomUUID()}`,
      variants: Array.from({ length: 201 }, (_, i) => ({ option_values: [`c${i}`], prices: [{ amount: 1, currency: 'EUR' }] })),
    });
    const beads = product.body.variants.map(({ id }: { id: string }) => id) as string[];
    const cart = await cartWith(shop, ...beads.slice(0, 200).map((id): [string, number] => [id, 10_000]));

    const full = await change(cart, 'POST', '/lines', { variant_id: beads[200], quantity: 1 });
    const heavy = await change(cart, 'POST', '/lines', { variant_id: beads[0], quantity: 1 });

    expectRefusal(full, 422, 'cart-full');
    expect(full.body.limit).toBe(200);
    expectRefusal(heavy, 422, 'quantity-too-large');
    expect((await read(cart)).body).toMatchObject({ version: 1, total: { amount: 2_000_000 } });
  });

  it('tell of a price that changed until the cart is changed the next time', async () => {
    const mug = await sellable(shop, { price: 1000 });
    const cart = await cartWith(shop, [mug, 2], [variant, 1]);
    const line = (await read(cart)).body.lines[0].id;
    await reprice(mug, 1100);

    const shown = await read(cart);
    const seen = await change(cart, 'PATCH', '', { email: 'a@example.com' });

    expect(shown.body).toMatchObject({ lines: [{ unit_price: { amount: 1100 }, total: { amount: 2200 } }, {}], total: { amount: 3450 }, problems: [{ code: 'price-changed', line_id: line }] });
    expect(seen.body.problems).toEqual([]);
  });

  it('keep a line that is not sold any more, without a price, and let it go', async () => {
    const mug = await sellable(shop, { price: 1000 });
    const cart = await cartWith(shop, [mug, 2], [variant, 1]);
    await shop.admin('PATCH', `/v1/admin/variants/${mug}`, { status: 'archived' });

    const { body } = await read(cart);
    const removed = await change(cart, 'DELETE', `/lines/${body.lines[0].id}`);

    expect(body).toMatchObject({ lines: [{ variant_id: mug, title: null, unit_price: null, total: null }, {}], total: { amount: 1250 }, problems: [{ code: 'variant-unavailable', line_id: body.lines[0].id }] });
    expect(removed.body).toMatchObject({ lines: [{ variant_id: variant }], problems: [] });
    expectRefusal(await change(cart, 'POST', '/lines', { variant_id: mug, quantity: 1 }), 422, 'variant-unavailable');
  });

  it('are not there for whoever holds another token: the same bytes as where there is none', async () => {
    const [mine, other] = [await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1])];
    const missing = newId('cart');
    const plain = ({ text, body }: Answer) => text.replace(body.request_id, '').replaceAll(/cart_[0-9a-z]{26}/g, '');
    const line = (await read(other)).body.lines[0].id;
    const asked: [string, string, unknown?][] = [
      ['GET', ''], ['PATCH', '', { email: null }], ['POST', '/lines', { variant_id: variant, quantity: 1 }], ['PATCH', `/lines/${line}`, { quantity: 2 }], ['DELETE', `/lines/${line}`],
    ];

    for (const [method, path, body] of asked) {
      const stolen = await shop.ask(method, `/v1/carts/${other.id}${path}`, { headers: mine.headers, body });
      const none = await shop.ask(method, `/v1/carts/${missing}${path}`, { headers: mine.headers, body });
      expectRefusal(stolen, 404, 'not-found');
      expect(plain(stolen)).toBe(plain(none));
      expect([...stolen.headers.keys()]).toEqual([...none.headers.keys()]);
    }
    expect((await read(other)).body.version).toBe(1);
  });
});
