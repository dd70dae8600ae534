import { newId, toUuid } from '@holdfast/kernel';
import type { Answer } from '../support/answer.js';
import { shopperOf, ownCart, type Shopper } from '../support/shopper.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { expectRefusal } from './refusals.js';

describe('the orders of a customer', () => {
  let shop: Shop;
  let variant: string;
  let ada: Shopper;
  let bob: Shopper;
  /** Ada's, oldest first, with their tokens. */
  let orders: { id: string; token: string }[];

  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { stock: 100 });
    [ada, bob] = [await shopperOf(shop, 'ada@example.com'), await shopperOf(shop)];
    orders = [];
    for (const payment of [{ gateway: 'manual', method: 'transfer' }, card(), card()]) {
      orders.push((await checkOut(shop, await ownCart(shop, ada, [variant, 1]), { payment })).body.order);
    }
  });
  afterAll(() => shop.close());

  const list = (query = '', { headers } = ada) => shop.ask('GET', `/v1/orders${query}`, { headers });
  const ids = ({ body }: Answer) => body.data.map(({ id }: { id: string }) => id);
  const newest = () => orders.map(({ id }) => id).reverse();

  it('are listed newest first, page by page, and are nobody else’s', async () => {
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.body.page.next_cursor}`);

    expect([ids(first), ids(second)]).toEqual([newest().slice(0, 2), newest().slice(2)]);
    expect([first.body.page.has_more, second.body.page]).toEqual([true, { next_cursor: null, has_more: false }]);
    expect(first.body.data[0]).toMatchObject({ customer_id: ada.id, status: 'placed', email: 'ada@example.com', total: { amount: 1999, currency: 'EUR' } });
    expect(ids(await list('', bob))).toEqual([]);
    expect(ids(await list(`?cursor=${first.body.page.next_cursor}`, bob))).toEqual([]);
  });

  it('are found by when they were placed, and by how they stand', async () => {
    const [, { placed_at }] = (await list()).body.data;
    const at = encodeURIComponent(placed_at);
    const earlier = encodeURIComponent(new Date(Date.parse(placed_at) - 1).toISOString());

    // A time on the wire has milliseconds, the database's has more.
    expect(ids(await list(`?created_at[gte]=${at}`))).toEqual(newest().slice(0, 2));
    expect(ids(await list(`?created_at[lte]=${earlier}`))).not.toContain(newest()[1]);
    expect(ids(await list('?status=canceled'))).toEqual([]);
    expectRefusal(await list('?created_at[gte]=yesterday'), 400, 'invalid-request', ['?created_at[gte]']);
    expectRefusal(await list('?email=bob@example.com'), 400, 'invalid-request', ['?email']);
    expectRefusal(await list('?cursor=abc'), 400, 'invalid-request', ['?cursor']);
  });

  it('are opened by their customer or with their token, and are not there for anybody else', async () => {
    const { id, token } = orders[0]!;
    const get = (headers: Record<string, string>, order = id) => shop.ask('GET', `/v1/orders/${order}`, { headers });
    const plain = ({ text, body }: Answer) => text.replace(body.request_id, '').replaceAll(/ord_[0-9a-z]{26}/g, '');

    for (const headers of [ada.headers, { 'holdfast-order-token': token }, { ...bob.headers, 'holdfast-order-token': token }]) {
      expect((await get(headers)).body).toMatchObject({ id, customer_id: ada.id, lines: [{ quantity: 1 }] });
    }
    for (const headers of [bob.headers, { ...bob.headers, 'holdfast-order-token': orders[1]!.token }, { authorization: `Bearer ${ADMIN_KEY}` }, {}]) {
      const [stolen, none] = [await get(headers), await get(headers, newId('ord'))];
      expectRefusal(stolen, 404, 'not-found');
      expect(plain(stolen)).toBe(plain(none));
    }
    expectRefusal(await get({ authorization: 'Bearer a.b.c', 'holdfast-order-token': token }), 401, 'unauthenticated');
  });

  it('are only those that were placed while logged in, whatever address a guest gave', async () => {
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]));

    expect([body.email, ids(await list())]).toEqual(['ada@example.com', newest()]);
    expectRefusal(await shop.ask('GET', `/v1/orders/${body.order.id}`, { headers: ada.headers }), 404, 'not-found');
    expect((await shop.ask('GET', `/v1/orders/${body.order.id}`, { headers: { 'holdfast-order-token': body.order.token } })).body.customer_id).toBeNull();
  });

  it('say to staff, and in the history, whose they are', async () => {
    const { id } = orders[0]!;
    const timeline = (await shop.admin('GET', `/v1/admin/orders/${id}/timeline`)).body.data;

    expect((await shop.admin('GET', `/v1/admin/orders/${id}`)).body.customer_id).toBe(ada.id);
    expect(ids(await shop.admin('GET', `/v1/admin/orders?customer=${ada.id}`))).toEqual(newest());
    expect(timeline.find(({ type }: { type: string }) => type === 'ordering.order-placed.v1').payload).toEqual({
      order_id: id, checkout_id: expect.any(String), cart_id: expect.any(String), payment_id: expect.any(String), customer_id: ada.id,
    });
    await expectProof(shop);
  });

  it('stay whose they are, whatever the code does', async () => {
    await expect(sql(shop.database.url, 'update ordering.orders set customer_id = null where id = $1', [toUuid(orders[0]!.id)])).rejects.toThrow('stays whose it is');
  });

  it('ask nobody who is not a customer', async () => {
    expectRefusal(await shop.ask('GET', '/v1/orders'), 401, 'unauthenticated');
    expectRefusal(await shop.admin('GET', '/v1/orders'), 403, 'customers-only');
  });
});
