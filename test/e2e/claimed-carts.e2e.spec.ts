import { randomUUID } from 'node:crypto';
import { newId, toUuid } from '@holdfast/kernel';
import { bearer, shopperOf, ownCart, type Shopper } from '../support/shopper.js';
import { ADDRESS, cartWith, checkOut, expectProof, type OpenedCart, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { expectRefusal } from './refusals.js';

/** Every way of not claiming a cart, and what is said about it. */
interface Refused {
  readonly why: string;
  readonly code: string;
  readonly status: number;
  /** Prepares what is claimed by this customer. */
  readonly cart: (ada: Shopper) => Promise<{ id: unknown; token?: string }>;
}

describe("a guest's cart", () => {
  let shop: Shop;
  let mug: string;
  let cup: string;

  beforeAll(async () => {
    shop = await Shop.open();
    [mug, cup] = [await sellable(shop, { price: 1250, stock: 1_000 }), await sellable(shop, { price: 300, stock: 1_000 })];
  });
  afterAll(() => shop.close());

  const read = (id: string, headers: Record<string, string>) => shop.ask('GET', `/v1/carts/${id}`, { headers });
  const claim = ({ id, token }: { id: unknown; token?: string }, { headers }: Pick<Shopper, 'headers'>) =>
    shop.ask('POST', `/v1/carts/${String(id)}/claims`, { headers: { ...headers, 'holdfast-cart-token': token ?? '' } });
  const quantities = (lines: { variant_id: string; quantity: number }[]) => Object.fromEntries(lines.map(({ variant_id, quantity }) => [variant_id, quantity]));
  const startCheckout = (cart: OpenedCart) =>
    shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
  const carts = () => sql(shop.database.url, `select id, status, customer_id, token_hash, lines, version from ordering.carts order by id`);

  it("becomes the customer's at the login, and its secret leads nowhere any more", async () => {
    const [ada, cart] = [await shopperOf(shop), await cartWith(shop, [mug, 2])];

    const session = await ada.logIn(cart);

    expect([session.status, session.body.cart]).toEqual([201, { status: 'claimed', id: cart.id, reason: null }]);
    expect((await read(cart.id, bearer(session))).body).toMatchObject({ customer_id: ada.id, lines: [{ quantity: 2 }], email: 'ada@example.com' });
    expectRefusal(await read(cart.id, cart.headers), 404, 'not-found');
    expect((await checkOut(shop, { ...cart, headers: bearer(session) })).status).toBe(201);
  });

  it.each(['at the login', 'afterwards'])('is merged into the one that the customer has already: %s', async (when) => {
    const ada = await shopperOf(shop);
    const own = await ownCart(shop, ada, [mug, 9_999]);
    await shop.ask('PATCH', `/v1/carts/${own.id}`, { headers: ada.headers, body: { email: ada.email, metadata: { source: 'app', own: '1' } } });
    const guest = await cartWith(shop, [mug, 2], [cup, 3]);
    await shop.ask('PATCH', `/v1/carts/${guest.id}`, { headers: guest.headers, body: { metadata: { source: 'web', guest: '1' } } });

    const { status, body } = when === 'afterwards' ? await claim(guest, ada) : await ada.logIn(guest);

    expect([status, when === 'afterwards' ? body : body.cart]).toMatchObject([201, { status: 'merged', id: own.id }]);
    const merged = (await read(own.id, ada.headers)).body;
    expect(quantities(merged.lines)).toEqual({ [mug]: 10_000, [cup]: 3 });
    expect(merged).toMatchObject({ email: ada.email, shipping_address: ADDRESS, metadata: { source: 'app', own: '1', guest: '1' }, problems: [] });
    expect((await read(guest.id, ada.headers)).body).toMatchObject({ status: 'merged', merged_into: own.id, lines: [{ quantity: 2 }, { quantity: 3 }] });
    expectRefusal(await read(guest.id, guest.headers), 404, 'not-found');
    expect((await claim(guest, ada)).body).toEqual({ status: 'merged', id: own.id });
    expect(quantities((await read(own.id, ada.headers)).body.lines)).toEqual({ [mug]: 10_000, [cup]: 3 });
  });

  const filled = async (count: number) => {
    const { body } = await shop.admin('POST', '/v1/admin/products', {
      title: 'Beads', options: ['Color'], status: 'published', handle: `p-${randomUUID()}`,
      variants: Array.from({ length: count }, (_, i) => ({ option_values: [`c${i}`], prices: [{ amount: 1, currency: 'EUR' }] })),
    });
    return body.variants.map(({ id }: { id: string }): [string, number] => [id, 1]);
  };
  const REFUSED: readonly Refused[] = [
    { why: 'is not there', code: 'not-found', status: 404, cart: async () => ({ id: newId('cart'), token: 'x'.repeat(43) }) },
    { why: 'comes with another secret', code: 'not-found', status: 404, cart: async () => ({ ...(await cartWith(shop, [mug, 1])), token: 'x'.repeat(43) }) },
    { why: 'comes without its secret', code: 'not-found', status: 404, cart: async () => ({ id: (await cartWith(shop, [mug, 1])).id }) },
    {
      why: "is somebody else's by now", code: 'not-found', status: 404,
      cart: async () => {
        const cart = await cartWith(shop, [mug, 1]);
        await claim(cart, await shopperOf(shop));
        return cart;
      },
    },
    {
      why: 'became an order', code: 'cart-not-open', status: 409,
      cart: async () => {
        const cart = await cartWith(shop, [mug, 1]);
        await checkOut(shop, cart);
        return cart;
      },
    },
    {
      why: 'is being checked out', code: 'cart-not-open', status: 409,
      cart: async () => {
        const cart = await cartWith(shop, [mug, 1]);
        expect((await startCheckout(cart)).status).toBe(201);
        return cart;
      },
    },
    {
      why: "meets a cart of the customer's that is being checked out", code: 'cart-not-open', status: 409,
      cart: async (ada) => {
        expect((await startCheckout(await ownCart(shop, ada, [mug, 1]))).status).toBe(201);
        return cartWith(shop, [mug, 1]);
      },
    },
    {
      why: 'is in another currency', code: 'currencies-differ', status: 422,
      cart: async (ada) => {
        await shop.ask('POST', '/v1/carts', { headers: ada.headers, body: { currency: 'USD' } });
        return cartWith(shop, [mug, 1]);
      },
    },
    {
      why: 'holds more lines than fit', code: 'cart-full', status: 422,
      cart: async (ada) => {
        await ownCart(shop, ada, ...(await filled(101)));
        return cartWith(shop, ...(await filled(100)));
      },
    },
  ];
  it.each(REFUSED)('that $why is not claimed, which changes nothing and keeps nobody from logging in', async ({ code, status, cart }) => {
    const ada = await shopperOf(shop);
    const brought = await cart(ada);
    const before = await carts();

    const session = await ada.logIn(brought);

    expect([session.status, session.body.cart]).toEqual([201, { status: 'not-claimed', id: brought.id, reason: code }]);
    expect((await shop.ask('GET', '/v1/customers/me', { headers: bearer(session) })).status).toBe(200);
    expectRefusal(await claim(brought, ada), status, code);
    expect(await carts()).toEqual(before);
  });

  it.each([['no id', 'nonsense'], ['the id of something else', newId('ord')], ['an id too many', `${newId('cart')}x`]])('that has %s keeps nobody from logging in', async (_, id) => {
    const session = await (await shopperOf(shop)).logIn({ id, token: 'x'.repeat(43) });

    expect([session.status, session.body.cart]).toEqual([201, { status: 'not-claimed', id: null, reason: 'not-found' }]);
  });

  it.each([
    ['the database refuses it', 'before update on ordering.carts', `raise exception 'no'`],
    ['its event cannot be written', 'before insert on platform.outbox', `if new.type like 'ordering.cart-%' then raise exception 'no'; end if`],
    ['it is undone late', 'after update on ordering.carts', `raise exception 'no' using errcode = '40001'`],
  ])('leaves the login whole when %s', async (_, when, failing) => {
    const [ada, cart] = [await shopperOf(shop), await cartWith(shop, [mug, 2])];
    await sql(shop.database.url, `create function public.fail() returns trigger language plpgsql as $$ begin ${failing}; return new; end $$`);
    await sql(shop.database.url, `create trigger fail ${when} for each row execute function public.fail()`);

    const session = await ada.logIn(cart);

    await sql(shop.database.url, `drop function public.fail cascade`);
    expect([session.status, session.body.cart]).toEqual([201, { status: 'not-claimed', id: cart.id, reason: 'failed' }]);
    expect((await shop.ask('GET', '/v1/customers/me', { headers: bearer(session) })).status).toBe(200);
    expect((await read(cart.id, cart.headers)).body).toMatchObject({ status: 'open', customer_id: null, version: 1 });
    expect((await claim(cart, ada)).body).toEqual({ status: 'claimed', id: cart.id });
  });

  it('stays a guest’s when the login is refused', async () => {
    const [ada, cart] = [await shopperOf(shop), await cartWith(shop, [mug, 2])];

    const { status } = await shop.ask('POST', '/v1/sessions', { headers: cart.headers, body: { email: ada.email, password: 'not the right one', cart_id: cart.id } });

    expect([status, (await read(cart.id, cart.headers)).body.customer_id]).toEqual([401, null]);
  });

  it('is claimed once when one customer claims it twenty times at once', async () => {
    const [ada, cart] = [await shopperOf(shop), await cartWith(shop, [mug, 2])];
    const own = await ownCart(shop, ada, [mug, 1], [cup, 1]);

    const answers = await Promise.all(Array.from({ length: 20 }, () => claim(cart, ada)));

    expect(answers.map(({ body }) => [body.status, body.id].join(' '))).toEqual(Array(20).fill(`merged ${own.id}`));
    expect(quantities((await read(own.id, ada.headers)).body.lines)).toEqual({ [mug]: 3, [cup]: 1 });
  });

  it('goes to one of twenty customers who claim it at once', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => shopperOf(shop)));
    const cart = await cartWith(shop, [mug, 2]);

    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => claim(cart, people[i % people.length]!)));

    const winners = new Set(answers.flatMap(({ status }, i) => (status === 201 ? [people[i % people.length]!] : [])));
    expect(winners.size).toBe(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(15);
    const [winner] = winners;
    expect((await read(cart.id, winner!.headers)).body).toMatchObject({ customer_id: winner!.id, lines: [{ quantity: 2 }] });
  });

  it('loses no line when twenty of them are claimed at once, while lines are added', async () => {
    const ada = await shopperOf(shop);
    const guests = await Promise.all(Array.from({ length: 20 }, () => cartWith(shop, [mug, 1], [cup, 2])));

    const answers = await Promise.all(guests.flatMap((cart) => [
      claim(cart, ada), shop.ask('POST', '/v1/carts', { headers: ada.headers, body: {} }),
      shop.ask('POST', `/v1/carts/${cart.id}/lines`, { headers: cart.headers, body: { variant_id: mug, quantity: 100 } }),
    ]));

    const added = answers.filter(({ status, body }) => status === 201 && body.lines?.length === 2).length;
    const current = await shop.ask('GET', '/v1/carts/current', { headers: ada.headers });
    expect(answers.filter((_, i) => i % 3 === 0).map(({ status, body }) => `${status} ${body.id}`)).toEqual(Array(20).fill(`201 ${current.body.id}`));
    expect(quantities(current.body.lines)).toEqual({ [mug]: 20 + 100 * added, [cup]: 40 });
  });

  it('is either bought by its guest or claimed, when both happen at once', async () => {
    const ada = await shopperOf(shop);
    for (let round = 0; round < 10; round++) {
      const cart = await cartWith(shop, [mug, 1]);
      const [bought, claimed] = await Promise.all([checkOut(shop, cart), claim(cart, ada)]);

      expect([[201, 409], [404, 201]]).toContainEqual([bought.status, claimed.status]);
      const [order] = await sql(shop.database.url, 'select customer_id from ordering.orders where cart_id = $1', [toUuid(cart.id)]);
      expect(order).toEqual(bought.status === 201 ? { customer_id: null } : undefined);
    }
    await expectProof(shop);
  });

  it.each([
    ['gives the cart of a customer to another', `update ordering.carts set customer_id = gen_random_uuid() where customer_id is not null`],
    ['gives it back its secret', `update ordering.carts set token_hash = sha256('x') where customer_id is not null`],
    ['opens a second one', `insert into ordering.carts (id, customer_id, currency) select gen_random_uuid(), current_of, 'EUR' from ordering.carts where current_of is not null`],
    ['makes one that nobody can open', `insert into ordering.carts (id, currency) values (gen_random_uuid(), 'EUR')`],
    ['merges one into nothing', `update ordering.carts set status = 'merged' where status = 'open'`],
    ['revives one that was merged', `update ordering.carts set status = 'open', merged_into = null where status = 'merged'`],
  ])('is defended by the database against code that %s', async (_, statement) => {
    const ada = await shopperOf(shop);
    await ownCart(shop, ada, [mug, 1]);
    await claim(await cartWith(shop, [mug, 1]), ada);

    await expect(sql(shop.database.url, statement)).rejects.toThrow();
  });
});
