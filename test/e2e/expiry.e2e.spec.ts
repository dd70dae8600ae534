import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { ExpireCheckouts } from '../../libs/ordering/src/application/end-checkouts.js';
import { eventually } from '../support/eventually.js';
import { booksOf, operationsOf, ordersOf, overdue, resolveNow } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, MANUAL, type OpenedCart, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const CHALLENGE = { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.test/back' };

describe('the time of a checkout', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { CHECKOUT_TTL_SECONDS: 1 } });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** A checkout of the last piece that waits for its payment. */
  async function lastPiece(payment?: object) {
    const variant = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [variant, 1]);
    const opened = payment
      ? await checkOut(shop, cart, { payment })
      : await shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
    expect(opened.status).toBe(201);
    return { variant, cart, opened, id: opened.body.id as string };
  }

  const pay = (cart: OpenedCart, id: string, payment: object = MANUAL) =>
    shop.ask('POST', `/v1/checkouts/${id}/payments`, { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: payment });
  const read = async (cart: OpenedCart, id: string) => (await shop.ask('GET', `/v1/checkouts/${id}`, { headers: cart.headers })).body;
  const sweep = () => shop.app.get(CommandBus, { strict: false }).execute(new ExpireCheckouts(100));
  const approve = async (checkoutId: string) => {
    const [intent] = (await booksOf(shop.sandbox.url, checkoutId)).intents;
    expect((await fetch(`${shop.sandbox.url}/3ds/${intent.id}/approve`, { method: 'POST' })).status).toBe(200);
  };
  /** By the clock that judges: the database's. */
  const isOver = (id: string) =>
    eventually(async () => {
      const [row] = await sql(shop.database.url, 'select expires_at < now() as over from ordering.checkouts where id = $1', [toUuid(id)]);
      expect(row!.over).toBe(true);
    });

  it('is over by itself: the next buyer takes the stock, the first one can pay no more', async () => {
    const { variant, cart, id } = await lastPiece();
    await isOver(id);

    const other = await checkOut(shop, await cartWith(shop, [variant, 1]));
    const late = await pay(cart, id);

    expect(other).toMatchObject({ status: 201, body: { status: 'completed' } });
    expect([late.status, late.body.code]).toEqual([409, 'checkout-not-open']);
    expect(await ordersOf(shop, id)).toBe(0);
    expect(await available(shop, variant)).toBe(0);
  });

  it('refuses a payment after it also while the stock is still there', async () => {
    const { cart, id } = await lastPiece();
    await isOver(id);

    expect(await pay(cart, id, card())).toMatchObject({ status: 409, body: { code: 'checkout-not-open' } });
    expect((await booksOf(shop.sandbox.url, id)).intents).toEqual([]);
  });

  it('is tidied up: the stock is free, the cart can be checked out again', async () => {
    const { variant, cart, id } = await lastPiece();
    await isOver(id);

    await sweep();

    expect((await read(cart, id)).status).toBe('expired');
    expect(await available(shop, variant)).toBe(1);
    expect(await checkOut(shop, cart)).toMatchObject({ status: 201, body: { status: 'completed' } });
  });

  it('is tidied up once when two sweepers come at once', async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => lastPiece()));
    await Promise.all(opened.map(({ id }) => isOver(id)));

    const counts = await Promise.all([sweep(), sweep(), sweep()]);

    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(6);
    for (const { cart, id, variant } of opened) {
      expect((await read(cart, id)).status).toBe('expired');
      expect(await available(shop, variant)).toBe(1);
    }
  });

  it('approved at the bank in time becomes an order, whoever learns of it', async () => {
    const { cart, opened, id } = await lastPiece(CHALLENGE);
    expect(opened.body).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect', url: expect.stringContaining('/3ds/') } });

    await approve(id);
    await resolveNow(shop);

    expect(await read(cart, id)).toMatchObject({ status: 'completed', order: { status: 'placed' }, payments: [{ status: 'captured' }] });
    expect((await booksOf(shop.sandbox.url, id)).charges).toMatchObject([{ amount_refunded: 0 }]);
  });

  it.each([
    ['captured money is refunded', CHALLENGE, 'refund', 'succeeded', 'refunded'],
    ['an authorization is canceled', { ...CHALLENGE, capture: 'manual' }, 'authorize', 'failed', 'failed'],
  ])('approved after it: %s, and there is no order', async (_, payment, kind, state, status) => {
    const { variant, cart, id } = await lastPiece(payment);
    await isOver(id);
    await sweep();
    expect((await read(cart, id)).status).toBe('expired');

    await approve(id);
    await resolveNow(shop);
    await resolveNow(shop);

    const operations = await operationsOf(shop, id);
    expect(operations.at(-1)).toMatchObject({ kind, state, status });
    expect(await ordersOf(shop, id)).toBe(0);
    const books = await booksOf(shop.sandbox.url, id);
    if (kind === 'refund') expect(books.refunds).toMatchObject([{ amount: 1_999, status: 'succeeded' }]);
    else expect(books.intents).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
    expect(await available(shop, variant)).toBe(1);
    await expectProof(shop);
  });

  it.each<[string, (id: string) => Promise<void>]>([['expires', isOver], ['is canceled', async () => undefined]])('that %s lets nobody confirm the payment any more', async (how, end) => {
    const { cart, id } = await lastPiece(CHALLENGE);
    await end(id);
    if (how === 'expires') await sweep();
    else expect((await shop.ask('DELETE', `/v1/checkouts/${id}`, { headers: cart.headers })).status).toBe(204);

    await resolveNow(shop);

    expect(await operationsOf(shop, id)).toMatchObject([{ kind: 'authorize', state: 'failed', status: 'failed' }]);
    const { intents } = await booksOf(shop.sandbox.url, id);
    expect(intents).toMatchObject([{ status: 'canceled' }]);
    expect((await fetch(`${shop.sandbox.url}/3ds/${intents[0].id}/approve`, { method: 'POST' })).status).toBe(400);
  });

  it('gives money back also when the gateway fails at that for a while', async () => {
    const { id } = await lastPiece(CHALLENGE);
    await isOver(id);
    await sweep();
    await approve(id);
    const scripts = [{ fault: 'fail_before', operation: 'refund' }, { fault: 'succeed_then_500', operation: 'refund' }];
    await fetch(`${shop.sandbox.url}/_sandbox/scripts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ scripts }) });

    const givingBack = async () => (await shop.admin('GET', '/v1/admin/payments?giving_back=true')).body.data;
    await resolveNow(shop);
    expect(await givingBack()).toMatchObject([{ checkout_id: id, giving_back: true }]);
    for (let turn = 1; turn <= 3; turn++) await resolveNow(shop);

    expect(await givingBack()).toEqual([]);
    expect((await operationsOf(shop, id)).filter(({ kind }) => kind === 'refund')).toMatchObject([{ state: 'succeeded', status: 'refunded' }]);
    expect((await booksOf(shop.sandbox.url, id)).refunds).toHaveLength(1);
  });

  it('that lost one of its lines to another buyer is never an order, however much was paid', async () => {
    const [scarce, plenty] = [await sellable(shop, { stock: 1 }), await sellable(shop, { stock: 5 })];
    const cart = await cartWith(shop, [scarce, 1], [plenty, 1]);
    const { body } = await checkOut(shop, cart, { payment: CHALLENGE });
    await overdue(shop, body.id);
    expect((await checkOut(shop, await cartWith(shop, [scarce, 1]))).status).toBe(201);

    await approve(body.id);
    await resolveNow(shop);
    await resolveNow(shop);

    expect(await ordersOf(shop, body.id)).toBe(0);
    expect((await booksOf(shop.sandbox.url, body.id)).refunds).toHaveLength(1);
    await sweep();
    expect([await available(shop, scarce), await available(shop, plenty)]).toEqual([0, 5]);
    await expectProof(shop);
  });
});
