import { cartWith, checkOut, sellable } from '../support/journey.js';
import { addressOf } from '../support/bodies.js';
import { askAbout, type Callers, documentOf, type Operation, operationsOf } from '../support/operations.js';
import { customerOf, ownerOf } from '../support/people.js';
import { Shop } from '../support/shop.js';

/** What everybody may read alike; all else speaks of somebody, or to somebody with a credential. */
const FOR_EVERYBODY = /^\/v1\/(products|variants|categories|collections)\b/;

describe('answers', () => {
  let shop: Shop;
  let operations: Operation[];
  let callers: Callers;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
    operations = operationsOf(await documentOf(shop));
    callers = { customer: await customerOf(shop), owner: await ownerOf(shop) };
  });
  afterAll(() => shop.close());

  it('set no cookie, whoever asks and whatever comes of it, and are kept by no cache where they speak of somebody', async () => {
    const kept: string[] = [];
    const cookies: string[] = [];
    // What ends a session comes last.
    for (const operation of [...operations].sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))) {
      const { method, path } = operation;
      const asked = [await askAbout(shop, operation, callers), await shop.ask(method, addressOf(path), { unchecked: true, headers: { cookie: 'session=x' } })];
      for (const { status, headers } of asked) {
        if (headers.has('set-cookie')) cookies.push(`${method} ${path} ${status}`);
        if (!FOR_EVERYBODY.test(path) && headers.get('cache-control') !== 'no-store') kept.push(`${method} ${path} ${status}`);
      }
    }

    expect({ kept, cookies }).toEqual({ kept: [], cookies: [] });
    expect(operations.length).toBeGreaterThan(40);
  });

  it('about a cart, a checkout, an order and a customer are kept by no cache when there is something to tell', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);
    const open = await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers });
    const checkout = await checkOut(shop, cart);
    const order = checkout.body.order;
    const customer = await customerOf(shop);
    const answers = [
      open, checkout, await shop.ask('GET', `/v1/checkouts/${checkout.body.id}`, { headers: cart.headers }),
      await shop.ask('GET', `/v1/orders/${order.id}`, { headers: { 'holdfast-order-token': order.token } }),
      await shop.admin('GET', `/v1/admin/orders/${order.id}`), await shop.ask('GET', '/v1/customers/me', { headers: customer.headers }),
    ];

    expect(answers.map(({ status, headers }) => [status < 300, headers.get('cache-control'), headers.get('set-cookie')])).toEqual(answers.map(() => [true, 'no-store', null]));
  });
});
