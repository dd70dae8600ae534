import { booksOf } from '../support/gateway.js';
import { card, expectProof, MANUAL } from '../support/journey.js';
import { actAt, euros, paid, paymentNow } from '../support/payments.js';
import { Shop } from '../support/shop.js';

const AT_ONCE = 50;

describe('fifty operations of one payment at once, at three instances of the API', () => {
  let shop: Shop;
  let others: Awaited<ReturnType<Shop['another']>>[];

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 20_000 } });
    others = [await shop.another(), await shop.another()];
  });
  afterAll(async () => {
    await expectProof(shop);
    await Promise.all(others.map(({ close }) => close()));
    await shop.close();
  });

  /** All of them at once; answers how many were done, and the codes of those that were refused. */
  async function race(payment: { id: string }, actions: readonly (readonly [action: string, amount?: number])[]) {
    const urls = [shop.url, ...others.map(({ url }) => url)];
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => actAt(urls[i % urls.length]!, payment, ...actions[i % actions.length]!)));
    const done = answers.filter(({ status, body }) => status === 201 && body.status === 'succeeded').map(({ body }) => body);
    const refused = answers.filter(({ status }) => status === 409).map(({ body }) => body.code as string);
    expect(done.length + refused.length).toBe(AT_ONCE);
    return { done, refused: [...new Set(refused)].sort() };
  }
  const REFUSED = ['payment-action-not-allowed', 'payment-amount-beyond-bounds'];
  const sum = (operations: any[], kind: string) => operations.filter((one) => one.kind === kind).reduce((total, { amount }) => total + amount.amount, 0);

  it('refund no more than was captured', async () => {
    const payment = await paid(shop, { payment: card() });

    const { done } = await race(payment, [['refunds', 130]]);

    expect(done).toHaveLength(15);
    const { charges, refunds } = await booksOf(shop.sandbox.url, payment.checkoutId);
    expect([charges[0].amount_refunded, refunds.length]).toEqual([1_950, 15]);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'partially_refunded', refunded: euros(1_950), in_flight: { refunding: euros(0) } });
  });

  it('capture no more than was authorized, where there may be several captures', async () => {
    const payment = await paid(shop, { payment: MANUAL });

    const { done, refused } = await race(payment, [['captures', 130]]);

    expect([done.length, refused]).toEqual([15, ['payment-amount-beyond-bounds']]);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'partially_captured', captured: euros(1_950) });
  });

  it('capture or void, where only one of them can be', async () => {
    const payment = await paid(shop);

    const { done, refused } = await race(payment, [['captures', 1_500], ['voids'], ['captures']]);

    expect([done.length, refused]).toEqual([1, ['payment-action-not-allowed']]);
    const [charge] = (await booksOf(shop.sandbox.url, payment.checkoutId)).charges;
    const now = await paymentNow(shop, payment);
    expect([now.captured.amount, now.captured.amount + now.voided.amount]).toEqual([charge.amount_captured, 2_000]);
  });

  it('capture, void and refund in any mixture within all bounds', async () => {
    const payment = await paid(shop, { payment: MANUAL });

    const { done, refused } = await race(payment, [['captures', 90], ['refunds', 70], ['voids', 50], ['captures', 10], ['refunds', 30]]);

    const now = await paymentNow(shop, payment);
    const [captured, voided, refunded] = ['capture', 'void', 'refund'].map((kind) => sum(done, kind)) as [number, number, number];
    expect([now.captured, now.voided, now.refunded].map(({ amount }) => amount)).toEqual([captured, voided, refunded]);
    expect(captured + voided).toBeLessThanOrEqual(2_000);
    expect(refunded).toBeLessThanOrEqual(captured);
    expect(refused.filter((code) => !REFUSED.includes(code))).toEqual([]);
    expect(now.in_flight).toEqual({ capturing: euros(0), voiding: euros(0), refunding: euros(0) });
  });
});
