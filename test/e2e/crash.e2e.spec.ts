import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import pg from 'pg';
import { type Id, toId } from '@holdfast/kernel';
import { fingerprint, hashToken } from '@holdfast/platform';
import { OpenCheckouts } from '../../libs/ordering/src/application/open-checkouts.js';
import { eventually } from '../support/eventually.js';
import { booksOf, type FaultScript, noScripts, ordersOf, script } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, type OpenedCart, sellable } from '../support/journey.js';
import { Program } from '../support/program.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const SECRET = 'a secret that two processes of this spec share';

describe('a process that dies in the middle of a checkout', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { HOLDFAST_SECRET: SECRET, GATEWAY_TIMEOUT_MS: 3_000 } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const victim = () =>
    Program.start('api', { env: {
      DATABASE_URL: shop.database.url, HOLDFAST_SECRET: SECRET, HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true',
      STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: shop.sandbox.url, GATEWAY_TIMEOUT_MS: '20000',
    } });
  const bodyOf = (cart: OpenedCart) => ({ cart_id: cart.id, payment: card() });
  const checkOutAt = (url: string, cart: OpenedCart, key: string): Promise<unknown> =>
    fetch(`${url}/v1/checkouts`, {
      method: 'POST',
      headers: { ...cart.headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(bodyOf(cart)),
    }).then((response) => response.text()).catch(() => 'cut');
  /** The lease of a key is a minute; whoever held it is dead. */
  const leasesEnd = () => sql(shop.database.url, `update platform.idempotency_keys set locked_until = now() - interval '1 second' where state = 'in_progress'`);
  const retried = (cart: OpenedCart, key: string) =>
    eventually(async () => {
      const answer = await checkOut(shop, cart, { payment: card(), key });
      expect(answer.status).toBe(201);
      return answer;
    });
  const checkoutsOf = async (cart: OpenedCart) =>
    (await sql<{ id: string }>(shop.database.url, `select k.id from ordering.checkouts k join ordering.carts c on c.id = k.cart_id where c.token_hash = $1`, [hashToken(cart.token)])).map(({ id }) => toId('chk', id));

  async function expectOneOrder(cart: OpenedCart, key: string, variant: string) {
    const first = await retried(cart, key);
    const again = await checkOut(shop, cart, { payment: card(), key });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(first.body).toMatchObject({ status: 'completed', order: { status: 'placed' } });
    expect(await checkoutsOf(cart)).toEqual([first.body.id]);
    expect(await ordersOf(shop, first.body.id)).toBe(1);
    expect((await booksOf(shop.sandbox.url, first.body.id)).charges).toMatchObject([{ amount: 1_999, amount_refunded: 0 }]);
    expect(await available(shop, variant)).toBe(4);
    await expectProof(shop);
  }

  it('before the gateway was called leaves a checkout that the repeat carries on', async () => {
    const variant = await sellable(shop, { stock: 5 });
    const cart = await cartWith(shop, [variant, 1]);
    const [key, tokenHash] = [randomUUID(), hashToken(cart.token)];
    const asked = { scope: `cart:${tokenHash.toString('base64url')}`, key, fingerprint: fingerprint('POST', '/v1/checkouts', bodyOf(cart)) };
    const payment = { ...card(), capture: 'automatic', returnUrl: null } as const;
    await shop.app.get(CommandBus, { strict: false }).execute(new OpenCheckouts([{ asked, cartId: cart.id as Id<'cart'>, holder: { tokenHash, customerId: null }, payment }], 900));

    const early = await checkOut(shop, cart, { payment: card(), key });
    await leasesEnd();

    expect([early.status, early.body.code]).toEqual([409, 'request-in-progress']);
    await expectOneOrder(cart, key, variant);
  });

  it.each<[string, FaultScript]>([
    ['while the gateway does nothing', { fault: 'hang' }],
    ['while the gateway is slow, and charges after that', { fault: 'delay', delay_ms: 1_500 }],
  ])('%s', async (_, fault) => {
    const variant = await sellable(shop, { stock: 5 });
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();
    const api = await victim();
    await script(shop.sandbox.url, fault);
    const lost = checkOutAt(api.url, cart, key);
    await eventually(async () => {
      const { calls }: any = await (await fetch(`${shop.sandbox.url}/_sandbox/calls`)).json();
      expect(calls.at(-1)).toMatchObject({ outcome: 'in_progress', fault: fault.fault });
    });

    await api.kill();

    expect(await lost).toBe('cut');
    expect(await available(shop, variant)).toBe(4);
    await leasesEnd();
    await expectOneOrder(cart, key, variant);
  });

  it('after the gateway charged and before that was written', async () => {
    const variant = await sellable(shop, { stock: 5 });
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();
    const api = await victim();
    const blocker = new pg.Client({ connectionString: shop.database.url });
    await blocker.connect();
    await script(shop.sandbox.url, { fault: 'delay', delay_ms: 400 });
    const lost = checkOutAt(api.url, cart, key);
    const [id] = await eventually(async () => {
      const ids = await checkoutsOf(cart);
      expect(ids).toHaveLength(1);
      return ids;
    });
    // What came of the payment cannot be written while somebody else has its row.
    await blocker.query('begin');
    await blocker.query('select from payments.payments for update');
    await eventually(async () => expect((await booksOf(shop.sandbox.url, id!)).charges).toHaveLength(1));

    await api.kill();
    await blocker.end();

    expect(await lost).toBe('cut');
    expect(await ordersOf(shop, id!)).toBe(0);
    await leasesEnd();
    await expectOneOrder(cart, key, variant);
  });

  it('at any moment, with many checkouts under way', async () => {
    const variant = await sellable(shop, { stock: 100 });
    const bought: { cart: OpenedCart; key: string }[] = [];
    for (const afterMs of [10, 40, 90, 160]) {
      const api = await victim();
      const round = await Promise.all(Array.from({ length: 8 }, async () => ({ cart: await cartWith(shop, [variant, 1]), key: randomUUID() })));
      const cut = round.map(({ cart, key }) => checkOutAt(api.url, cart, key));
      await new Promise((wake) => setTimeout(wake, afterMs));
      await api.kill();
      await Promise.all(cut);
      bought.push(...round);
    }
    await leasesEnd();

    const answers = await Promise.all(bought.map(({ cart, key }) => retried(cart, key)));

    expect(new Set(answers.map(({ body }) => body.order.id)).size).toBe(32);
    expect(await available(shop, variant)).toBe(68);
    for (const { body } of answers) {
      expect(await ordersOf(shop, body.id)).toBe(1);
      expect((await booksOf(shop.sandbox.url, body.id)).charges).toHaveLength(1);
    }
    await expectProof(shop);
  }, 90_000);
});
