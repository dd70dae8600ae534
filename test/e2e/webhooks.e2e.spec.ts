import { toUuid } from '@holdfast/kernel';
import { eventually } from '../support/eventually.js';
import { booksOf, noScripts, operationsOf, ordersOf, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { bank } from '../support/observations.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import {
  applyEvents, closeDispute, connectWebhooks, dashboard, deliver, deliveriesOf, eventsOf, noWebhookScripts, openDispute, processorOf, standingOf, storedEvents, webhookScript, type WebhookScript,
} from '../support/webhooks.js';

const PRICE = 2_499;
const RETURN = { return_url: 'https://shop.example/back' };

describe('what happens at the gateway', () => {
  let shop: Shop;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    variant = await sellable(shop, { stock: 100, price: PRICE });
    await connectWebhooks(shop);
  });
  afterEach(async () => {
    await noWebhookScripts(shop);
    await noScripts(shop.sandbox.url);
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  async function paid(payment: object = card()) {
    const answer = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment });
    const { id } = answer.body;
    const { intents } = await booksOf(shop.sandbox.url, id);
    return { answer, id: id as string, intent: intents[0]!.id as string };
  }

  it('is told and does nothing more where the answer told it already', async () => {
    const { answer, id, intent } = await paid();

    await eventually(async () => expect(await storedEvents(shop, intent)).toMatchObject([{ type: 'payment_intent.succeeded', state: 'applied', tries: 1 }]));

    expect(answer.status).toBe(201);
    expect(await ordersOf(shop, id)).toBe(1);
    expect((await operationsOf(shop, id)).map(({ kind, state }) => [kind, state])).toEqual([['authorize', 'succeeded'], ['capture', 'succeeded']]);
  });

  it('places the order of a shopper who confirms and never comes back', async () => {
    const { answer, id, intent } = await paid({ ...card('pm_card_threeDSecure2Required'), ...RETURN });
    expect(answer.body.status).toBe('requires_action');

    await fetch(`${shop.sandbox.url}/3ds/${intent}/approve`, { method: 'POST' });

    await eventually(async () => expect(await ordersOf(shop, id)).toBe(1), 8_000);
    expect(await standingOf(shop, id)).toMatchObject({ status: 'captured', captured: PRICE });
  });

  it('by hand becomes operations of ours: a capture of a part, which releases the rest, and refunds', async () => {
    const { id, intent } = await paid({ ...card(), capture: 'manual' });
    const stripe = dashboard(shop);

    await stripe.paymentIntents.capture(intent, { amount_to_capture: 2_000 });
    await eventually(async () => expect(await standingOf(shop, id)).toMatchObject({ captured: 2_000, voided: PRICE - 2_000, status: 'captured' }));
    await stripe.refunds.create({ payment_intent: intent, amount: 300 });
    await stripe.refunds.create({ payment_intent: intent, amount: 300 });
    await eventually(async () => expect(await standingOf(shop, id)).toMatchObject({ refunded: 600, status: 'partially_refunded' }));

    const operations = await sql(shop.database.url, `select kind, amount::int, actor, reference is not null as named from payments.operations where actor = 'gateway' order by created_at, id`);
    expect(operations).toEqual([
      { kind: 'capture', amount: 2_000, actor: 'gateway', named: false },
      { kind: 'void', amount: PRICE - 2_000, actor: 'gateway', named: false },
      { kind: 'refund', amount: 300, actor: 'gateway', named: true },
      { kind: 'refund', amount: 300, actor: 'gateway', named: true },
    ]);
  });

  it('by hand may be a cancellation', async () => {
    const { id, intent } = await paid({ ...card(), capture: 'manual' });

    await dashboard(shop).paymentIntents.cancel(intent);

    await eventually(async () => expect(await standingOf(shop, id)).toMatchObject({ voided: PRICE, status: 'voided' }));
  });

  it.each<[WebhookScript]>([
    [{ fault: 'duplicate' }], [{ fault: 'early' }], [{ fault: 'late', delay_ms: 300 }], [{ fault: 'reorder' }], [{ fault: 'wrong_signature' }], [{ fault: 'stale' }],
  ])('leads to one order with one charge when a webhook is %p', async (script) => {
    await webhookScript(shop, script);

    const { answer, id, intent } = await paid();

    await eventually(async () => expect((await deliveriesOf(shop, intent)).every(({ state }) => state === 'delivered')).toBe(true));
    await eventually(async () => expect(await storedEvents(shop, intent)).toMatchObject([{ state: 'applied' }]));
    expect([answer.status, answer.body.status, await ordersOf(shop, id)]).toEqual([201, 'completed', 1]);
    expect((await booksOf(shop.sandbox.url, id)).charges).toHaveLength(1);
    expect(await operationsOf(shop, id)).toHaveLength(2);
  });

  describe('while staff does the same', () => {
    const ask = async (id: string, action: 'captures' | 'refunds' | 'voids', amount?: number) => {
      const { body } = await shop.admin('GET', `/v1/admin/payments?checkout=${id}`);
      return shop.admin('POST', `/v1/admin/payments/${body.data[0].id}/${action}`, amount === undefined ? {} : { amount: { amount, currency: 'EUR' } });
    };
    const actors = (id: string) =>
      sql(shop.database.url, `select o.kind, o.amount::int, o.state, o.actor = 'gateway' as foreign from payments.operations o join payments.payments p on p.id = o.payment_id
        where p.checkout_id = $1 and o.kind <> 'authorize' order by o.created_at, o.id`, [toUuid(id)]);
    const settled = async (id: string, intent: string) => {
      await eventually(async () => expect((await deliveriesOf(shop, intent)).every(({ state }) => state === 'delivered')).toBe(true));
      await eventually(async () => {
        await resolveNow(shop);
        await applyEvents(shop);
        expect((await storedEvents(shop, intent)).filter(({ state }) => state !== 'applied')).toEqual([]);
        expect((await actors(id)).filter(({ state }) => state !== 'succeeded')).toEqual([]);
      });
    };

    it.each<[string, () => Promise<unknown>]>([
      ['before the answer', () => webhookScript(shop, { fault: 'early', times: 10 })],
      ['three times', () => webhookScript(shop, { fault: 'duplicate', times: 10 })],
      ['and the answers are lost', () => script(shop.sandbox.url, { fault: 'succeed_then_500', operation: 'capture' }, { fault: 'succeed_then_500', operation: 'refund' })],
    ])('and events come %s, everything is booked once and stays ours', async (_, go) => {
      const { id, intent } = await paid({ ...card(), capture: 'manual' });
      await go();

      await ask(id, 'captures', 2_000);
      await settled(id, intent);
      // The lost answer may be that of the dashboard; it was carried out all the same.
      const byHand = dashboard(shop).refunds.create({ payment_intent: intent, amount: 150 }).catch(() => undefined);
      await Promise.all([ask(id, 'refunds', 400), ask(id, 'refunds', 400), byHand]);
      await settled(id, intent);

      expect(await standingOf(shop, id)).toMatchObject({ captured: 2_000, voided: PRICE - 2_000, refunded: 950 });
      expect((await actors(id)).map(({ kind, amount, foreign }) => `${kind} ${amount} ${foreign ?? false}`).toSorted()).toEqual([
        'capture 2000 false', 'refund 150 true', 'refund 400 false', 'refund 400 false', `void ${PRICE - 2_000} false`,
      ]);
      expect((await booksOf(shop.sandbox.url, id)).refunds).toHaveLength(3);
    });
  });

  it('is fetched when no webhook ever came', async () => {
    await webhookScript(shop, { fault: 'drop', times: 2 });
    const { id, intent } = await paid();
    await webhookScript(shop, { fault: 'drop', times: 2 });
    await dashboard(shop).refunds.create({ payment_intent: intent, amount: 499 });

    expect(await storedEvents(shop, intent)).toEqual([]);
    expect(await processorOf(shop).fetchUndelivered()).toBeGreaterThan(1);
    await applyEvents(shop);

    expect(await standingOf(shop, id)).toMatchObject({ refunded: 499 });
    expect(await processorOf(shop).fetchUndelivered()).toBe(0);
  });

  it('may be that a bank sends a refund back: the webhook tells, and the money of the order can be refunded again', async () => {
    const { id, answer, intent } = await paid(card('pm_card_refundFail'));
    const [payment] = (await shop.admin('GET', `/v1/admin/payments?checkout=${id}`)).body.data;
    await shop.admin('POST', `/v1/admin/payments/${payment.id}/refunds`, { amount: { amount: 999, currency: 'EUR' } });
    const [refund] = (await booksOf(shop.sandbox.url, id)).refunds;

    // Three deliveries of each of its two events tell the same.
    await webhookScript(shop, { fault: 'duplicate', times: 2 });
    await bank(shop, `refunds/${refund.id}/fail`);

    await eventually(async () => expect(await standingOf(shop, id)).toMatchObject({ refunded: 0, captured: PRICE, status: 'captured' }));
    await eventually(async () => expect((await storedEvents(shop, intent)).filter(({ state }) => state !== 'applied')).toEqual([]));
    const told = await sql(shop.database.url, `select count(*)::int from platform.outbox where type = 'payments.operation-returned.v1'`);
    expect(told).toEqual([{ count: 1 }]);
    expect((await shop.admin('GET', `/v1/admin/orders/${answer.body.order.id}`)).body.payment_status).toBe('captured');
  });

  it('may be a dispute, which the order shows with its deadline until it is decided', async () => {
    const [first, second] = [await paid(), await paid()];
    const [lost, won] = [await openDispute(shop, { payment_intent: first.intent, amount: 1_000 }), await openDispute(shop, { payment_intent: second.intent })];
    const disputesOf = async (one: typeof first) => (await shop.admin('GET', `/v1/admin/orders/${one.answer.body.order.id}`)).body.disputes;

    await eventually(async () => expect(await disputesOf(first)).toMatchObject([{ status: 'open', amount: { amount: 1_000, currency: 'EUR' }, evidence_due_at: expect.any(String), closed_at: null }]));
    await closeDispute(shop, lost.id, 'lose');
    await closeDispute(shop, won.id, 'win');

    await eventually(async () => expect([await disputesOf(first), await disputesOf(second)]).toMatchObject([[{ status: 'lost', closed_at: expect.any(String) }], [{ status: 'won' }]]));
    const told = await sql(shop.database.url, `select type, version, payload->>'amount' as amount from platform.outbox where type like 'payments.dispute-%' order by payload->>'amount', version`);
    expect(told).toEqual([
      { type: 'payments.dispute-opened.v1', version: 1, amount: '1000' },
      { type: 'payments.dispute-lost.v1', version: 2, amount: '1000' },
      { type: 'payments.dispute-opened.v1', version: 1, amount: `${PRICE}` },
      { type: 'payments.dispute-won.v1', version: 2, amount: `${PRICE}` },
    ]);
  });

  it('is shown to staff, filtered, page by page, and worked on again when asked', async () => {
    const { id, intent } = await paid();
    await eventually(async () => expect(await storedEvents(shop, intent)).toMatchObject([{ state: 'applied' }]));
    const [event] = await eventsOf(shop, intent);

    const { body: list } = await shop.admin('GET', `/v1/admin/gateway-events?gateway=stripe&type=payment_intent.succeeded&state=applied&reference=${intent}`);
    const { body: page } = await shop.admin('GET', '/v1/admin/gateway-events?limit=1');
    const { body: next } = await shop.admin('GET', `/v1/admin/gateway-events?limit=1&cursor=${page.page.next_cursor}`);
    const { body: one } = await shop.admin('GET', `/v1/admin/gateway-events/${list.data[0].id}`);
    const { status, body: replayed } = await shop.admin('POST', `/v1/admin/gateway-events/${list.data[0].id}/replays`);

    expect(list.data).toMatchObject([{ event_id: event!.id, reference: intent, payment_id: expect.stringMatching(/^pay_/), state: 'applied' }]);
    expect([page.data.length, page.page.has_more, next.data[0].id !== page.data[0].id]).toEqual([1, true, true]);
    expect(one.payload).toMatchObject({ object: { id: intent, status: 'succeeded', amount: PRICE, currency: 'eur' } });
    expect(JSON.stringify(one.payload)).not.toMatch(/card|visa|4242|secret|email/);
    expect([status, replayed.state]).toEqual([202, 'received']);
    await eventually(async () => expect(await storedEvents(shop, intent)).toMatchObject([{ state: 'applied' }]));
    expect(await operationsOf(shop, id)).toHaveLength(2);
  });

  it('waits where its payment is not known, and is shown to people in the end', async () => {
    const intent = await dashboard(shop).paymentIntents.create({ amount: 700, currency: 'eur', payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });
    const [event] = await eventsOf(shop, intent.id);
    await deliver(shop, event!);

    await eventually(async () => expect(await storedEvents(shop, intent.id)).toMatchObject([{ state: 'parked', reason: 'unknown-payment' }]));
    await sql(shop.database.url, `update payments.gateway_events set tries = 9, next_try_at = now() where reference = $1`, [intent.id]);

    await eventually(async () => expect(await storedEvents(shop, intent.id)).toMatchObject([{ state: 'failed', reason: 'unknown-payment' }]));
  });
});
