import { randomUUID } from 'node:crypto';
import { due, noScripts, payPalBooksOf, resolveNow, script } from '../support/gateway.js';
import { cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { act, euros, type Paid, paid, paymentNow } from '../support/payments.js';
import { atPayPal } from '../support/paypal.js';
import { Shop } from '../support/shop.js';

const HELD = { gateway: 'paypal', method: 'vault-approved', capture: 'manual' };

describe('a refund of a payment that PayPal captured in parts', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 700 } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** Captures of 500, 700 and 800. */
  async function captured(payment?: Paid): Promise<Paid> {
    const held = payment ?? (await paid(shop, { price: 2_000, payment: HELD }));
    for (const amount of [500, 700, 800]) expect((await act(shop, held, 'captures', amount)).status).toBe(201);
    return held;
  }
  const back = async ({ checkoutId }: Paid) => (await payPalBooksOf(shop.sandbox.url, checkoutId)).captures.map(({ refunded }) => refunded);

  it('is of one capture where one has enough', async () => {
    const payment = await captured();

    const { status, body } = await act(shop, payment, 'refunds', 600);

    expect([status, body.status, body.parts]).toEqual([201, 'succeeded', []]);
    expect(await back(payment)).toEqual([0, 600, 0]);
  });

  it('is of as many as it takes, each once, with what became of each', async () => {
    const payment = await captured();
    const key = randomUUID();

    const { status, body } = await act(shop, payment, 'refunds', 1_500, key);
    const again = await act(shop, payment, 'refunds', 1_500, key);
    const rest = await act(shop, payment, 'refunds');

    expect([status, body.status, body.amount, again.text === JSON.stringify(body)]).toEqual([201, 'succeeded', euros(500), true]);
    expect(body.parts.map(({ status: one, amount }: any) => [one, amount.amount])).toEqual([['succeeded', 500], ['succeeded', 700], ['succeeded', 300]]);
    expect(rest).toMatchObject({ status: 201, body: { amount: euros(500), parts: [] } });
    expect(await back(payment)).toEqual([500, 700, 800]);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'refunded', allowed_actions: [] });
  });

  it('says which part failed where somebody refunded a capture at PayPal, and what is left is right once that is known', async () => {
    const payment = await captured();
    const [, second] = (await payPalBooksOf(shop.sandbox.url, payment.checkoutId)).captures;
    await atPayPal(shop, 'POST', `/v2/payments/captures/${second.id}/refund`);

    const { status, body } = await act(shop, payment, 'refunds', 1_500);
    const { body: told } = await shop.admin('POST', `/v1/admin/payments/${payment.id}/syncs`);
    const rest = await act(shop, payment, 'refunds');

    expect([status, body.parts.map(({ status: one, amount }: any) => [one, amount.amount])]).toEqual([201, [['succeeded', 500], ['failed', 700], ['succeeded', 300]]]);
    expect(told).toMatchObject({ refunded: euros(1_500), in_flight: { refunding: euros(0) } });
    expect(rest).toMatchObject({ status: 201, body: { status: 'succeeded', amount: euros(500) } });
    expect(await back(payment)).toEqual([500, 700, 800]);
  });

  it('is 202 while one part is not known, and ends as what PayPal did', async () => {
    const payment = await captured();
    const key = randomUUID();
    await script(shop.sandbox.url, { fault: 'succeed_then_500', operation: 'refund' });

    const unknown = await act(shop, payment, 'refunds', 1_500, key);
    await due(shop);
    await resolveNow(shop);
    const known = await act(shop, payment, 'refunds', 1_500, key);

    expect([unknown.status, known.status]).toEqual([202, 201]);
    expect(known.body.parts.map(({ status }: any) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(await back(payment)).toEqual([500, 700, 300]);
  });

  it('never exceeds what was captured, twenty at a time', async () => {
    const payment = await captured();

    const answers = await Promise.all(Array.from({ length: 20 }, () => act(shop, payment, 'refunds', 600)));
    await resolveNow(shop);

    expect(answers.filter(({ status }) => status === 409)).toHaveLength(17);
    expect((await back(payment)).reduce((sum, one) => sum + one, 0)).toBe(1_800);
    expect(await paymentNow(shop, payment)).toMatchObject({ refunded: euros(1_800) });
  });

  it('is split for captures that were made at PayPal as well', async () => {
    const payment = await paid(shop, { price: 2_000, payment: HELD });
    const [{ id }] = (await payPalBooksOf(shop.sandbox.url, payment.checkoutId)).authorizations;
    for (const value of ['9.00', '11.00']) await atPayPal(shop, 'POST', `/v2/payments/authorizations/${id}/capture`, { amount: { currency_code: 'EUR', value } });
    await shop.admin('POST', `/v1/admin/payments/${payment.id}/syncs`);

    const { body } = await act(shop, payment, 'refunds', 1_500);

    expect(body.parts.map(({ status, amount }: any) => [status, amount.amount])).toEqual([['succeeded', 900], ['succeeded', 600]]);
    expect(await back(payment)).toEqual([900, 600]);
  });

  it('may be one of pieces of an order', async () => {
    const variant = await sellable(shop, { stock: 4, price: 500 });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 4]), { payment: HELD });
    const payment = await captured({ id: body.payments[0].id, checkoutId: body.id, orderId: body.order.id });
    const [line] = (await shop.admin('GET', `/v1/admin/orders/${body.order.id}`)).body.lines;

    const refund = await shop.admin('POST', `/v1/admin/orders/${body.order.id}/refunds`, { lines: [{ line_id: line.id, quantity: 3 }] });

    expect([refund.status, refund.body.status, refund.body.amount]).toEqual([201, 'succeeded', euros(1_500)]);
    expect(refund.body.operations.map(({ amount }: any) => amount.amount).toSorted((a: number, b: number) => a - b)).toEqual([300, 500, 700]);
    expect(await back(payment)).toEqual([500, 700, 300]);
  });
});
