import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { ExpireCheckouts } from '../../libs/ordering/src/application/end-checkouts.js';
import type { Answer } from '../support/answer.js';
import { booksOf, noScripts, ordersOf, overdue, resolveNow, script } from '../support/gateway.js';
import { available, card, cartWith, expectProof, MANUAL, type OpenedCart, sellable } from '../support/journey.js';
import { act, euros } from '../support/payments.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const PRICE = 2_000;

describe('a checkout that is paid in parts', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const keyed = (cart: OpenedCart) => ({ ...cart.headers, 'idempotency-key': randomUUID() });
  const pay = (cart: OpenedCart, id: string, payment: object): Promise<Answer> => shop.ask('POST', `/v1/checkouts/${id}/payments`, { headers: keyed(cart), body: payment });
  const read = async (cart: OpenedCart, id: string) => (await shop.ask('GET', `/v1/checkouts/${id}`, { headers: cart.headers })).body;

  async function begun(payment?: object) {
    const variant = await sellable(shop, { price: PRICE, stock: 1 });
    const cart = await cartWith(shop, [variant, 1]);
    const opened = await shop.ask('POST', '/v1/checkouts', { headers: keyed(cart), body: { cart_id: cart.id, payment } });
    return { variant, cart, opened, id: opened.body.id as string };
  }
  const chargesOf = async (id: string) => (await booksOf(shop.sandbox.url, id)).charges.map(({ amount_captured, amount_refunded }: any) => [amount_captured, amount_refunded]).sort(([a], [b]) => a! - b!);

  it('is an order as soon as the parts cover the total, and not before', async () => {
    const { cart, opened, id } = await begun({ ...card(), amount: euros(700) });
    expect([opened.status, opened.body.status, opened.body.payments]).toEqual([201, 'open', [expect.objectContaining({ status: 'captured', amount: euros(700), captured: euros(700) })]]);

    const second = await pay(cart, id, { ...card('pm_card_mastercard'), amount: euros(800) });
    expect([second.status, second.body.status, second.body.allowed_actions, second.body.payments.length]).toEqual([201, 'open', ['pay', 'cancel'], 2]);
    const last = await pay(cart, id, MANUAL);

    expect(last).toMatchObject({ status: 201, body: { status: 'completed', order: { status: 'placed' } } });
    expect(last.body.payments.map(({ amount }: any) => amount)).toEqual([euros(700), euros(800), euros(500)]);
    expect(await chargesOf(id)).toEqual([[700, 0], [800, 0]]);
    expect(await ordersOf(shop, id)).toBe(1);
    const order = await shop.admin('GET', `/v1/admin/orders/${last.body.order.id}`);
    expect(order.body.payment_status).toBe('partially_captured');
    const { body: listed } = await shop.admin('GET', `/v1/admin/payments?order=${last.body.order.id}`);
    expect(listed.data.map(({ checkout_id, amount }: any) => [checkout_id, amount])).toEqual([500, 800, 700].map((amount) => [id, euros(amount)]));
    expect((await shop.admin('GET', `/v1/admin/payments?order=${last.body.order.id}&gateway=manual`)).body.data).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    ['more than the total', euros(2_001), { code: 'payment-beyond-total', rest: euros(PRICE) }],
    ['another currency', { amount: 100, currency: 'USD' }, { code: 'checkout-currency-mismatch', currency: 'EUR' }],
  ])('takes no part of %s', async (_, amount, problem) => {
    const { cart, id } = await begun();

    expect(await pay(cart, id, { ...card(), amount })).toMatchObject({ status: 422, body: problem });
    const other = await cartWith(shop, [await sellable(shop, { price: PRICE }), 1]);
    expect(await shop.ask('POST', '/v1/checkouts', { headers: keyed(other), body: { cart_id: other.id, payment: { ...card(), amount } } })).toMatchObject({ status: 422, body: problem });

    expect(await pay(cart, id, card())).toMatchObject({ status: 201, body: { status: 'completed' } });
  });

  it('keeps what is paid when another part is declined', async () => {
    const { cart, id } = await begun({ ...card(), amount: euros(700) });

    expect((await pay(cart, id, card('pm_card_visa_chargeDeclined'))).status).toBe(402);
    const rest = await pay(cart, id, card());

    expect(rest.body.status).toBe('completed');
    expect(await chargesOf(id)).toEqual([[700, 0], [1_300, 0]]);
  });

  it('takes one part at a time, however many are sent, and never more than the total', async () => {
    const { cart, id } = await begun();

    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(cart, id, { ...card(), amount: euros(1_200) })));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect([...new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))].filter((code) => !['payment-in-progress', 'payment-beyond-total'].includes(code))).toEqual([]);
    expect(await chargesOf(id)).toEqual([[1_200, 0]]);
    expect((await pay(cart, id, card())).body.status).toBe('completed');
  });

  it('cannot take more than the total even if the code let it', async () => {
    const { id } = await begun({ ...card(), amount: euros(700) });

    await expect(sql(shop.database.url, 'update ordering.checkouts set tendered = total + 1 where id = $1', [toUuid(id)])).rejects.toThrow('never_tendered_beyond_total');
  });

  it('gives every part back when it is canceled or expires', async () => {
    const canceled = await begun({ ...card(), amount: euros(700) });
    await pay(canceled.cart, canceled.id, { ...card(), capture: 'manual', amount: euros(300) });
    const expired = await begun({ ...card(), amount: euros(500) });

    expect((await shop.ask('DELETE', `/v1/checkouts/${canceled.id}`, { headers: canceled.cart.headers })).status).toBe(204);
    await overdue(shop, expired.id);
    await shop.app.get(CommandBus, { strict: false }).execute(new ExpireCheckouts(100));
    await resolveNow(shop);

    expect((await read(canceled.cart, canceled.id)).payments.map(({ status }: any) => status)).toEqual(['refunded', 'voided']);
    expect((await read(expired.cart, expired.id)).payments.map(({ status }: any) => status)).toEqual(['refunded']);
    expect((await booksOf(shop.sandbox.url, canceled.id)).intents.map(({ status, amount_refunded }: any) => [status, amount_refunded])).toEqual(expect.arrayContaining([['succeeded', 700], ['canceled', 0]]));
    expect(await available(shop, expired.variant)).toBe(1);
  });

  it('gives back what a capture brings that was under way when it ended', async () => {
    const { cart, id, opened } = await begun({ ...card(), capture: 'manual', amount: euros(700) });
    await script(shop.sandbox.url, { fault: 'succeed_then_500', operation: 'capture' });
    expect((await act(shop, opened.body.payments[0], 'captures')).status).toBe(202);

    expect((await shop.ask('DELETE', `/v1/checkouts/${id}`, { headers: cart.headers })).status).toBe(204);
    await resolveNow(shop);
    await resolveNow(shop);

    expect((await read(cart, id)).payments).toMatchObject([{ status: 'refunded' }]);
    expect(await chargesOf(id)).toEqual([[700, 700]]);
  });

  it('waits for the outcome of a part that nobody knows', async () => {
    const { cart, id } = await begun({ ...card(), amount: euros(700) });
    await script(shop.sandbox.url, { fault: 'succeed_then_500' });

    const unknown = await pay(cart, id, { ...card(), amount: euros(600) });
    const meanwhile = await pay(cart, id, card());
    await resolveNow(shop);

    expect([unknown.status, meanwhile.body.code]).toEqual([202, 'payment-in-progress']);
    expect((await read(cart, id))).toMatchObject({ status: 'open', payments: [{ captured: euros(700) }, { captured: euros(600) }] });
    expect((await pay(cart, id, card())).body.status).toBe('completed');
    expect(await chargesOf(id)).toEqual([[600, 0], [700, 0], [700, 0]]);
  });

  it.each<[string, string, 'voids' | 'refunds', object]>([
    ['voided', 'manual', 'voids', { operation: 'cancel' }],
    ['refunded', 'automatic', 'refunds', { operation: 'refund' }],
  ])('is no order while a part of it is being %s, and is one when that is paid anew', async (_, capture, giveBack, what) => {
    const { cart, id, opened } = await begun({ ...card(), capture, amount: euros(700) });
    await script(shop.sandbox.url, { fault: 'succeed_then_500', ...what });
    expect((await act(shop, opened.body.payments[0], giveBack)).status).toBe(202);

    const rest = await pay(cart, id, card());
    expect([rest.status, rest.body.status, rest.body.payments.at(-1).amount]).toEqual([201, 'open', euros(1_300)]);
    await resolveNow(shop);

    const anew = await pay(cart, id, card());
    expect([anew.body.status, anew.body.payments.at(-1).amount]).toEqual(['completed', euros(700)]);
    expect((await chargesOf(id)).map(([taken, back]) => taken! - back!).sort((a, b) => a - b)).toEqual([0, 700, 1_300]);
  });
});
