import { randomUUID } from 'node:crypto';
import { newId } from '@holdfast/kernel';
import type { Answer } from '../support/answer.js';
import { bearer, shopperOf, ownCart, type Shopper } from '../support/shopper.js';
import { ADDRESS, cartWith, checkOut, expectProof, type OpenedCart, sellable } from '../support/journey.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { expectRefusal } from './refusals.js';

describe('the cart of a customer', () => {
  let shop: Shop;
  let variant: string;
  let other: Shopper;

  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { price: 1250, stock: 1_000 });
    other = await shopperOf(shop);
  });
  afterAll(() => shop.close());

  const read = (cart: OpenedCart, headers: Record<string, string> = cart.headers) => shop.ask('GET', `/v1/carts/${cart.id}`, { headers });
  const open = (headers: Record<string, string>, body: unknown = {}) => shop.ask('POST', '/v1/carts', { headers, body });
  const plain = ({ text, body }: Answer) => text.replace(body.request_id, '').replaceAll(/(cart|chk)_[0-9a-z]{26}/g, '');

  it('is opened, filled and checked out without any secret, from every device', async () => {
    const ada = await shopperOf(shop);
    const opened = await open(ada.headers, { lines: [{ variant_id: variant, quantity: 1 }] });
    const elsewhere = bearer(await ada.logIn());
    const ask = (method: string, path: string, body?: unknown) => shop.ask(method, `/v1/carts/${opened.body.id}${path}`, { headers: elsewhere, body });

    expect([opened.status, opened.body.token, opened.body.customer_id]).toEqual([201, null, ada.id]);
    expect((await shop.ask('GET', '/v1/carts/current', { headers: elsewhere })).body.id).toBe(opened.body.id);
    expect((await ask('PATCH', '', { email: ada.email, shipping_address: ADDRESS })).status).toBe(200);
    expect((await ask('POST', '/lines', { variant_id: variant, quantity: 2 })).body.lines[0].quantity).toBe(3);
    const checkout = await checkOut(shop, { id: opened.body.id, token: '', headers: elsewhere });
    expect([checkout.status, checkout.body.status]).toEqual([201, 'completed']);
    expect((await shop.ask('GET', `/v1/checkouts/${checkout.body.id}`, { headers: ada.headers })).body.status).toBe('completed');
    expectRefusal(await shop.ask('GET', '/v1/carts/current', { headers: elsewhere }), 404, 'not-found');
    await expectProof(shop);
  });

  it('is one at a time, however many devices open one at once', async () => {
    const ada = await shopperOf(shop);
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(ada.headers)));
    const made = answers.filter(({ status }) => status === 201);
    const cart = { id: made[0]!.body.id, token: '', headers: ada.headers };

    expect(made).toHaveLength(1);
    for (const answer of answers.filter((one) => one !== made[0])) {
      expectRefusal(answer, 409, 'cart-exists');
      expect(answer.body.cart_id).toBe(cart.id);
    }
    await shop.ask('POST', `/v1/carts/${cart.id}/lines`, { headers: ada.headers, body: { variant_id: variant, quantity: 1 } });
    await shop.ask('PATCH', `/v1/carts/${cart.id}`, { headers: ada.headers, body: { email: ada.email } });
    const checkout = await shop.ask('POST', '/v1/checkouts', { headers: { ...ada.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
    expect((await open(ada.headers)).body.cart_id).toBe(cart.id);
    expect((await shop.ask('DELETE', `/v1/checkouts/${checkout.body.id}`, { headers: ada.headers })).status).toBe(204);
    expect((await checkOut(shop, cart)).status).toBe(201);
    expect((await open(ada.headers)).status).toBe(201);
  });

  it('is not there for anybody else: the same bytes as where there is none', async () => {
    const ada = await shopperOf(shop);
    const cart = await ownCart(shop, ada, [variant, 1]);
    const guest = await cartWith(shop, [variant, 1]);
    const checkout = (await shop.ask('POST', '/v1/checkouts', { headers: { ...ada.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } })).body;
    const line = (await read(cart)).body.lines[0].id;
    const cases: [string, (cart: string, checkout: string) => string, ((cart: string) => unknown)?][] = [
      ['GET', (id) => `/v1/carts/${id}`], ['PATCH', (id) => `/v1/carts/${id}`, () => ({ email: null })],
      ['POST', (id) => `/v1/carts/${id}/lines`, () => ({ variant_id: variant, quantity: 1 })], ['DELETE', (id) => `/v1/carts/${id}/lines/${line}`],
      ['POST', () => '/v1/checkouts', (id) => ({ cart_id: id })], ['GET', (_, id) => `/v1/checkouts/${id}`],
      ['POST', (_, id) => `/v1/checkouts/${id}/payments`, () => ({ gateway: 'manual', method: 'transfer' })], ['DELETE', (_, id) => `/v1/checkouts/${id}`],
    ];

    for (const headers of [other.headers, guest.headers, { ...other.headers, ...guest.headers }, {}]) {
      for (const [method, path, body] of cases) {
        const ask = (cartId: string, checkoutId: string) =>
          shop.ask(method, path(cartId, checkoutId), { headers: { ...headers, 'idempotency-key': randomUUID() }, body: body?.(cartId) });
        const [stolen, none] = [await ask(cart.id, checkout.id), await ask(newId('cart'), newId('chk'))];
        expectRefusal(stolen, 404, 'not-found');
        expect(plain(stolen)).toBe(plain(none));
      }
    }
    expect((await read(cart)).body).toMatchObject({ status: 'checking_out', version: 1 });
  });

  it.each([['nonsense', 'Bearer x.y.z'], ['another scheme', 'Basic YTpi'], ['nothing', ''], ['an unknown key', `Bearer sk_${'x'.repeat(43)}`]])(
    'is not opened as a guest by whoever sends %s as a credential', async (_, authorization) => {
      const cart = await cartWith(shop, [variant, 1]);

      expectRefusal(await open({ authorization }), 401, 'unauthenticated');
      expectRefusal(await read(cart, { ...cart.headers, authorization }), 401, 'unauthenticated');
    });

  it('leaves guests their carts: a secret counts beside whatever good credential', async () => {
    const cart = await cartWith(shop, [variant, 1]);

    for (const headers of [other.headers, { authorization: `Bearer ${ADMIN_KEY}` }]) {
      expect((await read(cart, { ...cart.headers, ...headers })).body).toMatchObject({ id: cart.id, customer_id: null });
      expectRefusal(await read(cart, headers), 404, 'not-found');
    }
  });

  it('has keys of its own: two customers may choose the same', async () => {
    const [ada, bob] = [await shopperOf(shop), await shopperOf(shop)];
    const key = { 'idempotency-key': randomUUID() };
    const [first, second] = [await open({ ...ada.headers, ...key }), await open({ ...bob.headers, ...key })];
    const again = await open({ ...bearer(await ada.logIn()), ...key });

    expect([first.status, second.status, again.text]).toEqual([201, 201, first.text]);
    expect(second.body.id).not.toBe(first.body.id);
    const body = { email: ada.email };
    await shop.ask('PATCH', `/v1/carts/${first.body.id}`, { headers: ada.headers, body });
    await shop.ask('POST', `/v1/carts/${first.body.id}/lines`, { headers: ada.headers, body: { variant_id: variant, quantity: 1 } });
    const pay = (headers: Record<string, string>) => checkOut(shop, { id: first.body.id, token: '', headers }, { key: key['idempotency-key'].replace(/^./, 'x') });
    const [bought, repeated, stolen] = [await pay(ada.headers), await pay(bearer(await ada.logIn())), await pay(bob.headers)];
    expect([bought.status, repeated.text, repeated.headers.get('idempotent-replayed')]).toEqual([201, bought.text, 'true']);
    expectRefusal(stolen, 404, 'not-found');
  });

  it('costs a guest nothing: their cart and checkout ask who they are with no statement', async () => {
    const cart = await cartWith(shop, [variant, 1]);
    const statements = [
      ...(await shop.statementsOf(() => cartWith(shop, [variant, 1]))), ...(await shop.statementsOf(() => read(cart))), ...(await shop.statementsOf(() => checkOut(shop, cart))),
    ];

    expect(statements.filter((text) => text.includes('identity.') || text.includes('advisory'))).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(19);
  });
});
