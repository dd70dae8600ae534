import { randomUUID } from 'node:crypto';
import { toUuid } from '@holdfast/kernel';
import { CommandBus } from '@nestjs/cqrs';
import { freePort } from '../../apps/launcher/src/ports.js';
import { startSandbox } from '../../apps/sandbox/src/server.js';
import { ExpireCheckouts } from '../../libs/ordering/src/application/end-checkouts.js';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { booksOf, due, type FaultScript, noScripts, operationsOf, ordersOf, overdue, resolveNow, script } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, MANUAL, type OpenedCart, sellable } from '../support/journey.js';
import type { Answer } from '../support/answer.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const PRICE = 2499;
const pay = (shop: Shop, cart: OpenedCart, id: string, payment: object): Promise<Answer> =>
  shop.ask('POST', `/v1/checkouts/${id}/payments`, { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: payment });

describe('a payment whose outcome nobody knows', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 700 } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** A checkout of the last piece, paid while the gateway has this fault. */
  async function caughtBy(...faults: FaultScript[]) {
    const variant = await sellable(shop, { stock: 1, price: PRICE });
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();
    await script(shop.sandbox.url, ...faults);
    const answer = await checkOut(shop, cart, { payment: card(), key });
    return { variant, cart, key, answer, id: answer.body.id as string };
  }

  // The client of Stripe repeats a call once, under the same key, when its connection was cut.
  const faults: readonly [FaultScript, charges: number][] = [
    [{ fault: 'fail_before' }, 0],
    [{ fault: 'succeed_then_drop', times: 2 }, 1],
    [{ fault: 'succeed_then_500' }, 1],
    [{ fault: 'delay', delay_ms: 1_200 }, 0],
    [{ fault: 'hang' }, 0],
    [{ fault: 'reset', times: 2 }, 0],
  ];

  it.each(faults)('after %p keeps the stock, lets nothing else happen, and ends as one order with one charge', async (fault, charges) => {
    const { variant, cart, key, answer, id } = await caughtBy(fault);

    expect([answer.status, answer.body.status, answer.body.order]).toEqual([202, 'processing', null]);
    expect((await booksOf(shop.sandbox.url, id)).charges).toHaveLength(charges);
    expect(await available(shop, variant)).toBe(0);
    expect(await pay(shop, cart, id, card())).toMatchObject({ status: 409, body: { code: 'payment-in-progress' } });
    expect(await shop.ask('DELETE', `/v1/checkouts/${id}`, { headers: cart.headers })).toMatchObject({ status: 409, body: { code: 'payment-in-progress' } });

    await eventually(async () => {
      await resolveNow(shop);
      expect(await ordersOf(shop, id)).toBe(1);
    });

    const books = await booksOf(shop.sandbox.url, id);
    expect(books.charges).toMatchObject([{ amount: PRICE, amount_captured: PRICE, amount_refunded: 0, currency: 'eur' }]);
    const [first, second] = [await checkOut(shop, cart, { payment: card(), key }), await checkOut(shop, cart, { payment: card(), key })];
    expect(first).toMatchObject({ status: 201, body: { id, status: 'completed', order: { status: 'placed' }, payments: [{ status: 'captured' }] } });
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect(await ordersOf(shop, id)).toBe(1);
    expect(await available(shop, variant)).toBe(0);
  });

  it('is carried on by the shopper who repeats the request, without anybody else', async () => {
    const { cart, key, id } = await caughtBy({ fault: 'succeed_then_500' });

    const again = await checkOut(shop, cart, { payment: card(), key });
    const once = await checkOut(shop, cart, { payment: card(), key });

    expect(again).toMatchObject({ status: 201, body: { id, status: 'completed' } });
    expect(once.text).toBe(again.text);
    expect((await booksOf(shop.sandbox.url, id)).charges).toHaveLength(1);
  });

  it('is carried on once when the shopper repeats the request twenty times at once', async () => {
    const { cart, key, id } = await caughtBy({ fault: 'hang' });

    const answers = await Promise.all(Array.from({ length: 20 }, () => checkOut(shop, cart, { payment: card(), key })));
    const last = await eventually(async () => {
      const answer = await checkOut(shop, cart, { payment: card(), key });
      expect(answer.status).toBe(201);
      return answer;
    });

    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text).concat(last.text)).size).toBe(1);
    expect(answers.filter(({ status, body }) => status !== 201 && status !== 202 && body.code !== 'request-in-progress')).toEqual([]);
    expect((await booksOf(shop.sandbox.url, id)).charges).toHaveLength(1);
    expect(await ordersOf(shop, id)).toBe(1);
  });

  it('keeps its stock beyond the time of the checkout, from the sweeper and from other buyers', async () => {
    const { variant, cart, id } = await caughtBy({ fault: 'succeed_then_500' });
    await overdue(shop, id);

    await shop.app.get(CommandBus, { strict: false }).execute(new ExpireCheckouts(100));
    const other = await checkOut(shop, await cartWith(shop, [variant, 1]));

    expect(other).toMatchObject({ status: 409, body: { code: 'insufficient-stock' } });
    expect((await shop.ask('GET', `/v1/checkouts/${id}`, { headers: cart.headers })).body.status).toBe('processing');
    await resolveNow(shop);
    expect((await shop.ask('GET', `/v1/checkouts/${id}`, { headers: cart.headers })).body).toMatchObject({ status: 'completed', order: { status: 'placed' } });
  });

  it('ends as a decline when that is the truth, and the stock waits for another try', async () => {
    const variant = await sellable(shop, { stock: 1, price: PRICE });
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();
    const declining = card('pm_card_visa_chargeDeclined');
    await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const { status, body } = await checkOut(shop, cart, { payment: declining, key });
    expect(status).toBe(202);

    await resolveNow(shop);

    const told = await checkOut(shop, cart, { payment: declining, key });
    expect([told.status, told.body.code, told.body.checkout_id]).toEqual([402, 'payment-declined', body.id]);
    expect(await available(shop, variant)).toBe(0);
    expect(await pay(shop, cart, body.id, card())).toMatchObject({ status: 201, body: { status: 'completed' } });
    expect((await booksOf(shop.sandbox.url, body.id)).charges).toHaveLength(1);
  });

  it('is found out however long ago it was, and keeps nothing else from being found out', async () => {
    const { id } = await caughtBy({ fault: 'succeed_then_500' });
    const { id: other } = await caughtBy({ fault: 'succeed_then_500' });
    await sql(shop.database.url, `update payments.operations o set created_at = o.created_at - interval '100 years' from payments.payments p where p.id = o.payment_id and p.checkout_id = $1`, [toUuid(id)]);

    await resolveNow(shop);

    expect([await ordersOf(shop, id), await ordersOf(shop, other)]).toEqual([1, 1]);
  });

  it('stays unknown while the question itself goes wrong', async () => {
    const { id } = await caughtBy({ fault: 'succeed_then_500' }, { fault: 'fail_before' }, { fault: 'reset', times: 2 }, { fault: 'hang' });

    for (let asked = 1; asked <= 3; asked++) {
      await resolveNow(shop);
      expect((await operationsOf(shop, id)).map(({ state }) => state)).toEqual(['unknown']);
    }
    await resolveNow(shop);

    expect(await ordersOf(shop, id)).toBe(1);
    expect((await booksOf(shop.sandbox.url, id)).charges).toHaveLength(1);
  });
});

describe('a worker', () => {
  it('finds out by its schedule and places the order, while nobody asks', async () => {
    const shop = await Shop.open({ worker: true, settings: { GATEWAY_TIMEOUT_MS: 1_000 } });
    const cart = await cartWith(shop, [await sellable(shop, { price: PRICE }), 1]);
    await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const { status, body } = await checkOut(shop, cart, { payment: card() });
    expect(status).toBe(202);
    await due(shop);

    const read = await eventually(async () => {
      const answer = await shop.ask('GET', `/v1/checkouts/${body.id}`, { headers: cart.headers });
      expect(answer.body.status).toBe('completed');
      return answer;
    });

    expect(read.body).toMatchObject({ order: { status: 'placed' }, payments: [{ status: 'captured', captured: { amount: PRICE } }] });
    expect((await booksOf(shop.sandbox.url, body.id)).charges).toHaveLength(1);
    await expectProof(shop);
    await shop.close();
  });
});

describe('a gateway that cannot be reached', () => {
  let shop: Shop;
  let port: number;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const settings = () => ({ port, databaseUrl: database.url, logLevel: 'silent' });

  beforeAll(async () => {
    port = await freePort();
    database = await createTestDatabase();
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 1_000, STRIPE_API_BASE: `http://127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
    await database.drop();
  });

  it('surely charged nothing: the payment is refused, the stock is kept, another try works', async () => {
    const variant = await sellable(shop, { stock: 1, price: PRICE });
    const cart = await cartWith(shop, [variant, 1]);

    const refused = await checkOut(shop, cart, { payment: card() });
    const other = await checkOut(shop, await cartWith(shop, [variant, 1]));

    expect(refused).toMatchObject({ status: 503, body: { code: 'payment-gateway-unavailable', gateway: 'stripe', reason: 'gateway-unreachable' } });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(other.body.code).toBe('insufficient-stock');
    expect(await pay(shop, cart, refused.body.checkout_id, MANUAL)).toMatchObject({ status: 201, body: { status: 'completed' } });
  });

  it('is no proof once the call may have gone out: what is unknown stays unknown until the gateway is back', async () => {
    const gateway = await startSandbox(settings());
    const cart = await cartWith(shop, [await sellable(shop, { stock: 1, price: PRICE }), 1]);
    const key = randomUUID();
    await script(gateway.url, { fault: 'succeed_then_500' });
    const { status, body } = await checkOut(shop, cart, { payment: card(), key });
    expect(status).toBe(202);
    await gateway.close();

    await resolveNow(shop);
    const meanwhile = await checkOut(shop, cart, { payment: card(), key });
    const second = await pay(shop, cart, body.id, MANUAL);

    expect([meanwhile.status, second.status, second.body.code]).toEqual([202, 409, 'payment-in-progress']);
    expect((await operationsOf(shop, body.id)).map(({ state }) => state)).toEqual(['unknown']);
    const back = await startSandbox(settings());
    await resolveNow(shop);
    expect(await checkOut(shop, cart, { payment: card(), key })).toMatchObject({ status: 201, body: { status: 'completed' } });
    expect((await booksOf(back.url, body.id)).charges).toHaveLength(1);
    await back.close();
  });
});
