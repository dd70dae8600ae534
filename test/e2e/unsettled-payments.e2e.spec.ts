import { eventually } from '../support/eventually.js';
import { FakeGateway } from '../support/fake-gateway.js';
import { booksOf, due, operationsOf, ordersOf, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { bank, nextLookOf, observeNow } from '../support/observations.js';
import { act, actAt, paid, paymentNow } from '../support/payments.js';
import { Shop } from '../support/shop.js';
import { closeDispute, dashboard, openDispute, standingOf } from '../support/webhooks.js';

const PRICE = 2_000;

describe('what happens at a gateway that tells nothing', () => {
  let shop: Shop;

  beforeAll(async () => {
    // Without a secret no webhooks are taken, and nothing that is not delivered is fetched.
    shop = await Shop.open({ settings: { STRIPE_WEBHOOK_SECRET: [] } });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const authorized = async () => {
    const payment = await paid(shop, { price: PRICE });
    return { ...payment, intent: (await booksOf(shop.sandbox.url, payment.checkoutId)).intents[0].id as string };
  };
  const refunds = async (checkoutId: string) => (await booksOf(shop.sandbox.url, checkoutId)).refunds;

  it.each([
    ['canceled there by hand', 'canceled_at_gateway', (intent: string) => dashboard(shop).paymentIntents.cancel(intent)],
    ['over, since nobody captured it in time', 'authorization_expired', (intent: string) => bank(shop, `payment-intents/${intent}/expire`)],
  ])('an authorization that is %s is found within the hour, voided because of that', async (_, reason, happens) => {
    const payment = await authorized();
    expect(await nextLookOf(shop, payment.checkoutId)).toBe(60);

    await happens(payment.intent);
    const compared = await observeNow(shop, payment.checkoutId);

    expect(compared).toBeGreaterThan(0);
    expect(await paymentNow(shop, payment)).toMatchObject({
      status: 'voided', allowed_actions: [], observed_at: expect.any(String), operations: [{ kind: 'authorize' }, { kind: 'void', status: 'succeeded', actor: 'gateway', reason }],
    });
    expect(await nextLookOf(shop, payment.checkoutId)).toBeNull();
  });

  it('what staff asks about is found at once', async () => {
    const payment = await authorized();
    await dashboard(shop).paymentIntents.capture(payment.intent, { amount_to_capture: 1_500 });

    const { status, body } = await shop.admin('POST', `/v1/admin/payments/${payment.id}/syncs`);

    expect([status, body]).toMatchObject([200, { status: 'captured', captured: { amount: 1_500 }, voided: { amount: 500 } }]);
  });

  it('nothing more is asked about what is settled: a payment that was captured whole', async () => {
    const payment = await authorized();
    expect((await act(shop, payment, 'captures')).status).toBe(201);

    expect(await nextLookOf(shop, payment.checkoutId)).toBeNull();
    expect(await nextLookOf(shop, (await paid(shop, { payment: card() })).checkoutId)).toBeNull();
  });

  it('a dispute is found by asking about its refund or authorization, and followed until it is decided', async () => {
    const payment = await authorized();
    await act(shop, payment, 'captures');
    await act(shop, payment, 'refunds', 100);
    const { id } = await openDispute(shop, { payment_intent: payment.intent, amount: 700 });
    await observeNow(shop, payment.checkoutId);
    const open = (await paymentNow(shop, payment)).disputes;
    const next = await nextLookOf(shop, payment.checkoutId);

    await closeDispute(shop, id, 'lose');
    await observeNow(shop, payment.checkoutId);

    expect([open, next]).toMatchObject([[{ status: 'open', amount: { amount: 700 } }], 60]);
    expect((await paymentNow(shop, payment)).disputes).toMatchObject([{ status: 'lost' }]);
  });

  it('is written down once, however many workers look at the same time', async () => {
    const payments = await Promise.all(Array.from({ length: 12 }, () => authorized()));
    await Promise.all(payments.map(({ intent }) => dashboard(shop).paymentIntents.cancel(intent)));
    const others = await Promise.all([shop.another(), shop.another()]);

    await Promise.all([...payments.map(({ checkoutId }) => observeNow(shop, checkoutId)), ...others.flatMap(({ url }) => payments.map((payment) => actAt(url, payment, 'syncs')))]);
    await Promise.all(others.map(({ close }) => close()));

    for (const { checkoutId } of payments) expect((await operationsOf(shop, checkoutId)).map(({ kind, amount }) => [kind, amount])).toEqual([['authorize', PRICE], ['void', PRICE]]);
  });

  describe('to refunds', () => {
    const refundable = (method: string) => paid(shop, { price: PRICE, payment: card(method) });

    it.each([['succeed', 'succeeded', 500, 'partially_refunded'], ['fail', 'failed', 0, 'captured']])(
      'one that waits for the bank is neither here nor there until the bank lets it %s', async (verb, state, refunded, status) => {
        const payment = await refundable('pm_card_pendingRefund');
        const asked = await act(shop, payment, 'refunds', 500);
        await resolveNow(shop);
        const waiting = await paymentNow(shop, payment);

        await bank(shop, `refunds/${(await refunds(payment.checkoutId))[0].id}/${verb}`);
        await resolveNow(shop);

        expect([asked.status, asked.body]).toMatchObject([202, { status: 'unknown', code: 'refund-pending', needs_human: false }]);
        expect(waiting).toMatchObject({ status: 'captured', in_flight: { refunding: { amount: 500 } } });
        expect(await paymentNow(shop, payment)).toMatchObject({ status, refunded: { amount: refunded }, in_flight: { refunding: { amount: 0 } }, operations: [{}, {}, { status: state }] });
      });

    it('one that the bank sends back days later is found: its money is back in the books, and can be refunded again', async () => {
      const payment = await refundable('pm_card_refundFail');
      await act(shop, payment, 'refunds');
      expect(await paymentNow(shop, payment)).toMatchObject({ status: 'refunded', allowed_actions: [] });
      await observeNow(shop, payment.checkoutId);
      const daily = await nextLookOf(shop, payment.checkoutId);

      await bank(shop, `refunds/${(await refunds(payment.checkoutId))[0].id}/fail`);
      await observeNow(shop, payment.checkoutId);
      const back = await paymentNow(shop, payment);
      const journals = (await shop.admin('GET', `/v1/admin/ledger/journals?payment=${payment.id}`)).body.data;
      const again = await act(shop, payment, 'refunds', 1_500);

      expect(daily).toBe(24 * 60);
      expect(back).toMatchObject({ status: 'captured', refunded: { amount: 0 }, allowed_actions: ['refund'], operations: [{}, {}, { kind: 'refund', status: 'returned', code: 'expired_or_canceled_card' }] });
      expect(journals.map(({ kind }: any) => kind).toSorted()).toEqual(['capture', 'refund', 'reversal']);
      expect([again.status, again.body.status]).toEqual([201, 'succeeded']);
      expect(await standingOf(shop, payment.checkoutId)).toMatchObject({ refunded: 1_500, status: 'partially_refunded' });
    });
  });
});

describe('a gateway that hangs', () => {
  it('keeps no operation at another one waiting', async () => {
    const hanging = await FakeGateway.listen();
    hanging.reply = () => undefined;
    const shop = await Shop.open({ worker: true, settings: { GATEWAY_TIMEOUT_MS: 60_000, PAYPAL_API_BASE: hanging.url } });
    const variant = await sellable(shop, { stock: 10, price: PRICE });
    const buy = async (payment: object) => checkOut(shop, await cartWith(shop, [variant, 1]), { payment });
    const stuck = [buy({ gateway: 'paypal', method: 'vault-approved' }), buy({ gateway: 'paypal', method: 'vault-approved' })];
    // One question for each, and the worker, which asks about them as well, hangs with them.
    await eventually(async () => {
      await due(shop);
      expect(hanging.questions.length).toBeGreaterThan(stuck.length);
    });

    await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const { status, body } = await buy(card());

    expect([status, body.status]).toEqual([202, 'processing']);
    await eventually(async () => {
      await due(shop);
      expect(await ordersOf(shop, body.id)).toBe(1);
    });
    await hanging.close();
    await Promise.all(stuck);
    await shop.close();
  });
});
