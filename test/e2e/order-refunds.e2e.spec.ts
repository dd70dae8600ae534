import { randomUUID } from 'node:crypto';
import type { Answer } from '../support/answer.js';
import { booksOf, noScripts, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { bank } from '../support/observations.js';
import { act, euros } from '../support/payments.js';
import { dashboard } from '../support/webhooks.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';

describe('a refund of pieces of an order', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 20_000 } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** An order of ten mugs of 3.33 and one pot, paid by card; in two parts when asked for. */
  async function placed({ first = undefined as number | undefined, method = 'pm_card_visa' } = {}) {
    const [mug, pot] = [await sellable(shop, { stock: 10, price: 333 }), await sellable(shop, { stock: 1, price: 1_000 })];
    const cart = await cartWith(shop, [mug, 10], [pot, 1]);
    let { body } = await checkOut(shop, cart, { payment: { ...card(method), ...(first ? { amount: euros(first) } : {}) } });
    if (first) ({ body } = await shop.ask('POST', `/v1/checkouts/${body.id}/payments`, { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: card(method) }));
    const order = (await shop.admin('GET', `/v1/admin/orders/${body.order.id}`)).body;
    const lineOf = (variant: string) => order.lines.find(({ variant_id }: any) => variant_id === variant).id as string;
    return { id: order.id as string, checkoutId: body.id as string, payments: body.payments as { id: string }[], mugs: lineOf(mug), pot: lineOf(pot) };
  }
  const refund = (order: { id: string }, lines: [line: string, quantity: number][], key: string = randomUUID()): Promise<Answer> =>
    shop.admin('POST', `/v1/admin/orders/${order.id}/refunds`, { lines: lines.map(([line_id, quantity]) => ({ line_id, quantity })), reason: 'goods_returned' }, { 'idempotency-key': key });
  const givenBack = async ({ checkoutId }: { checkoutId: string }) => (await booksOf(shop.sandbox.url, checkoutId)).charges.map(({ amount_refunded }: any) => amount_refunded).sort((a: number, b: number) => a - b);

  /** What refunds of the order moved in the books, newest journal first. */
  const booked = async ({ id }: { id: string }): Promise<[string, number][]> =>
    (await shop.admin('GET', `/v1/admin/ledger/journals?order=${id}&kind=refund`)).body.data.flatMap(({ transfers }: any) => transfers.map((t: any) => [`${t.debit} > ${t.credit}`, t.amount.amount]));

  it('gives back what they cost, and is kept with its lines and operations', async () => {
    const order = await placed();

    const { status, body } = await refund(order, [[order.mugs, 3], [order.pot, 1]]);

    expect([status, body]).toMatchObject([201, { status: 'succeeded', amount: euros(1_999), reason: 'goods_returned', actor: expect.stringMatching(/^key_/), operations: [{ status: 'succeeded', amount: euros(1_999) }] }]);
    expect(await givenBack(order)).toEqual([1_999]);
    expect((await shop.admin('GET', `/v1/admin/orders/${order.id}/refunds`)).body.data).toEqual([body]);
    expect((await shop.admin('GET', `/v1/admin/orders/${order.id}`)).body.payment_status).toBe('partially_refunded');
    expect(await booked(order)).toEqual([[`revenue:goods:EUR > order:${order.checkoutId}:EUR`, 1_999], [`order:${order.checkoutId}:EUR > gateway_clearing:stripe:EUR`, 1_999]]);
  });

  it('comes from all payments of the order, the oldest first', async () => {
    const order = await placed({ first: 1_500 });

    const { body } = await refund(order, [[order.mugs, 10]]);

    expect(body.operations.map(({ payment_id, amount }: any) => [payment_id, amount.amount]).sort()).toEqual(order.payments.map(({ id }, i) => [id, [1_500, 1_830][i]]).sort());
    expect(await givenBack(order)).toEqual([1_500, 1_830]);
    const ofGoods = (await booked(order)).filter(([accounts]) => accounts.startsWith('revenue:goods'));
    expect(ofGoods.map(([, amount]) => amount).toSorted()).toEqual([1_500, 1_830]);
  });

  it.each<[string, (order: Awaited<ReturnType<typeof placed>>) => [string, number][], number, object]>([
    ['more pieces than there are', ({ mugs }) => [[mugs, 11]], 409, { code: 'line-not-refundable', left: 10 }],
    ['a line twice', ({ pot }) => [[pot, 1], [pot, 1]], 409, { code: 'line-not-refundable' }],
    ['a line of no order', () => [['line_01h455vb4pex5vsknk084sn02q', 1]], 409, { code: 'line-not-refundable', left: 0 }],
  ])('takes not %s', async (_, lines, status, problem) => {
    const order = await placed();

    expect(await refund(order, lines(order))).toMatchObject({ status, body: problem });
    expect(await givenBack(order)).toEqual([0]);
  });

  it('never gives more than the payments have', async () => {
    const order = await placed();
    await act(shop, order.payments[0]!, 'refunds', 4_000);

    expect(await refund(order, [[order.pot, 1]])).toMatchObject({ status: 409, body: { code: 'refund-beyond-payments', available: euros(330) } });
    expect((await refund(order, [[order.mugs, 0]])).status).toBe(400);
  });

  it('happens once for each piece, of fifty at once at three instances', async () => {
    const order = await placed();
    const others = [await shop.another(), await shop.another()];
    const urls = [shop.url, ...others.map(({ url }) => url)];

    const answers = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
      const answer = await fetch(`${urls[i % urls.length]}/v1/admin/orders/${order.id}/refunds`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
        body: JSON.stringify({ lines: [{ line_id: order.mugs, quantity: 1 }] }),
      });
      return { status: answer.status, body: (await answer.json()) as any };
    }));
    await Promise.all(others.map(({ close }) => close()));

    expect(answers.filter(({ status, body }) => status === 201 && body.status === 'succeeded')).toHaveLength(10);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'line-not-refundable')).toHaveLength(40);
    expect(await givenBack(order)).toEqual([3_330]);
  });

  it('waits while nobody knows, goes on with the same key, and gives no piece twice', async () => {
    const order = await placed();
    const key = randomUUID();
    await script(shop.sandbox.url, { fault: 'succeed_then_500', operation: 'refund' });

    const unknown = await refund(order, [[order.pot, 1]], key);
    const second = await refund(order, [[order.pot, 1]]);
    const told = await refund(order, [[order.pot, 1]], key);
    const again = await refund(order, [[order.pot, 1]], key);

    expect([unknown.status, unknown.body.status, second.body.code]).toEqual([202, 'pending', 'line-not-refundable']);
    expect([told.status, told.body.id, told.body.status, again.text]).toEqual([201, unknown.body.id, 'succeeded', told.text]);
    expect(await givenBack(order)).toEqual([1_000]);
  });

  it('that the gateway surely refused leaves its pieces to be refunded again', async () => {
    const order = await placed();
    const { intents } = await booksOf(shop.sandbox.url, order.checkoutId);
    const outside = (amount: number) =>
      fetch(`${shop.sandbox.url}/v1/refunds`, { method: 'POST', headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' }, body: `payment_intent=${intents[0].id}&amount=${amount}` });
    await outside(4_000);

    const refused = await refund(order, [[order.pot, 1]]);
    await resolveNow(shop);
    const again = await refund(order, [[order.pot, 1]]);

    expect([refused.status, refused.body.status, again.body.status]).toEqual([201, 'failed', 'failed']);
    const { body } = await shop.admin('GET', `/v1/admin/orders/${order.id}/refunds`);
    expect(body.data.map(({ status }: any) => status)).toEqual(['failed', 'failed']);
  });

  it('of which one payment gives nothing back says so, keeps its pieces, and leaves the rest to be refunded by amount', async () => {
    const order = await placed({ first: 1_500 });
    const [{ id: intent }] = (await booksOf(shop.sandbox.url, order.checkoutId)).intents.toSorted((a, b) => a.amount - b.amount);
    // Somebody gave the first part back at the gateway itself, which nobody here knows of.
    await dashboard(shop).refunds.create({ payment_intent: intent });

    const { status, body } = await refund(order, [[order.mugs, 10]]);
    const again = await refund(order, [[order.mugs, 1]]);

    expect([status, body.status, body.amount]).toEqual([201, 'partially_failed', euros(3_330)]);
    expect(body.operations.map(({ status: one, amount }: any) => [one, amount.amount]).toSorted()).toEqual([['failed', 1_500], ['succeeded', 1_830]]);
    expect([again.status, again.body.code]).toEqual([409, 'line-not-refundable']);
    expect(await givenBack(order)).toEqual([1_500, 1_830]);
    // Of the part that failed nothing is set aside any more; what is true of it, the gateway says.
    const failed = body.operations.find(({ status: one }: any) => one === 'failed').payment_id;
    expect((await shop.admin('POST', `/v1/admin/payments/${failed}/syncs`)).body).toMatchObject({ refunded: { amount: 1_500 }, in_flight: { refunding: { amount: 0 } } });
  });

  it.each<[string, readonly number[], string, object]>([
    ['from one of two payments', [0], 'partially_failed', { status: 409, body: { code: 'line-not-refundable' } }],
    ['from both, at the same time', [0, 1], 'failed', { status: 201, body: { status: 'succeeded' } }],
  ])('that comes back later %s is what it came to, whatever it was before', async (_, which, ends, again) => {
    const order = await placed({ first: 1_500, method: 'pm_card_refundFail' });
    const { body: before } = await refund(order, [[order.mugs, 10]]);
    const { refunds } = await booksOf(shop.sandbox.url, order.checkoutId);

    await Promise.all(which.map((at) => bank(shop, `refunds/${refunds[at]!.id}/fail`)));
    await Promise.all(order.payments.map(({ id }) => shop.admin('POST', `/v1/admin/payments/${id}/syncs`)));

    expect(before.status).toBe('succeeded');
    expect((await shop.admin('GET', `/v1/admin/orders/${order.id}/refunds`)).body.data).toMatchObject([{ id: before.id, status: ends }]);
    expect(await refund(order, [[order.mugs, 10]])).toMatchObject(again);
  });

  it('and of its payment by amount, forty at once on both roads, give back no more than was paid', async () => {
    const order = await placed();

    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? refund(order, [[order.mugs, 1]]) : act(shop, order.payments[0]!, 'refunds', 400))));

    expect(answers.filter(({ status }) => status !== 201 && status !== 409).map(({ text }) => text)).toEqual([]);
    await resolveNow(shop);
    const [back] = await givenBack(order);
    expect(back).toBeLessThanOrEqual(4_330);
    expect(answers.filter(({ status }) => status === 201).flatMap(({ body }) => body.operations ?? [body]).reduce((sum, { amount }) => sum + amount.amount, 0)).toBe(back);
  });
});
