import { newId, toUuid } from '@holdfast/kernel';
import { booksOf, operationsOf, ordersOf } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Program } from '../support/program.js';
import { ADMIN_KEY, Shop, WEBHOOK_SECRET } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { applyEvents, dashboard, deliver, eventBody, eventsOf, processorOf, signature, standingOf, storedEvents } from '../support/webhooks.js';

const PRICE = 1_500;
const SECRET = 'a secret that two processes of this spec share';
const CARDS = { enabled: true, allow_redirects: 'never' } as const;

describe('an event that was stored', () => {
  let shop: Shop;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { HOLDFAST_SECRET: SECRET } });
    variant = await sellable(shop, { stock: 20, price: PRICE });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** A checkout whose shopper confirmed and never came back: nobody here knows that it is paid. */
  async function confirmed() {
    const payment = { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.example/back' };
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment });
    const { intents: [{ id: intent }] } = await booksOf(shop.sandbox.url, body.id);
    await fetch(`${shop.sandbox.url}/3ds/${intent}/approve`, { method: 'POST' });
    const events = await eventsOf(shop, intent);
    return { id: body.id as string, intent: intent as string, paid: events.find(({ type }) => type === 'payment_intent.succeeded')! };
  }

  const expectPaidOnce = async ({ id, intent }: { id: string; intent: string }) => {
    expect(await ordersOf(shop, id)).toBe(1);
    expect(await standingOf(shop, id)).toMatchObject({ captured: PRICE, status: 'captured', reference: intent });
    expect(await operationsOf(shop, id)).toHaveLength(2);
  };

  it('is worked on once by others when the process that answered 200 is killed', async () => {
    const one = await confirmed();
    const api = await Program.start('api', { env: {
      DATABASE_URL: shop.database.url, HOLDFAST_SECRET: SECRET, HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true',
      STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: shop.sandbox.url, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    } });
    const body = eventBody(one.paid);
    const { status } = await fetch(`${api.url}/v1/gateway-webhooks/stripe`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'stripe-signature': signature(body) } });
    await api.kill();

    expect([status, await ordersOf(shop, one.id)]).toEqual([200, 0]);
    expect(await storedEvents(shop, one.intent)).toMatchObject([{ state: 'received', tries: 0 }]);
    await Promise.all([applyEvents(shop), applyEvents(shop)]);

    expect(await storedEvents(shop, one.intent)).toMatchObject([{ state: 'applied' }]);
    await expectPaidOnce(one);
  }, 60_000);

  it('is worked on by the next one when a worker takes it and dies', async () => {
    const one = await confirmed();
    await deliver(shop, one.paid);
    // What a worker does first; this one does no more.
    await sql(shop.database.url, `update payments.gateway_events set next_try_at = now() + interval '60 seconds', tries = 1 where reference = $1`, [one.intent]);

    expect(await processorOf(shop).applyDue()).toBe(0);
    await applyEvents(shop);

    expect(await storedEvents(shop, one.intent)).toMatchObject([{ state: 'applied', tries: 2 }]);
    await expectPaidOnce(one);
  });

  it('is worked on once when it came fifty times at once', async () => {
    const one = await confirmed();

    const answers = await Promise.all(Array.from({ length: 50 }, () => deliver(shop, one.paid)));
    await Promise.all(Array.from({ length: 10 }, () => processorOf(shop).applyDue()));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await storedEvents(shop, one.intent)).toMatchObject([{ state: 'applied', tries: 1 }]);
    await expectPaidOnce(one);
  });

  it('waits while its payment is not known, and is worked on once it is', async () => {
    const [operation, payment, checkout] = [newId('op'), newId('pay'), newId('chk')];
    const stripe = dashboard(shop);
    const metadata = { holdfast_operation: operation, holdfast_checkout: checkout };
    const intent = await stripe.paymentIntents.create({ amount: PRICE, currency: 'eur', capture_method: 'manual', payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: CARDS, metadata });
    await stripe.paymentIntents.cancel(intent.id);
    for (const event of await eventsOf(shop, intent.id)) await deliver(shop, event);

    await applyEvents(shop);
    expect((await storedEvents(shop, intent.id)).map(({ state, reason }) => [state, reason])).toEqual([['parked', 'unknown-payment'], ['parked', 'unknown-payment']]);
    await sql(shop.database.url, `insert into payments.payments (id, checkout_id, gateway, method, capture, currency, amount) values ($1, $2, 'stripe', 'pm_card_visa', 'manual', 'EUR', ${PRICE})`, [toUuid(payment), toUuid(checkout)]);
    await sql(shop.database.url, `insert into payments.operations (id, payment_id, kind, amount, currency, state, next_check_at) values ($1, $2, 'authorize', ${PRICE}, 'EUR', 'sent', now() + interval '1 hour')`, [toUuid(operation), toUuid(payment)]);
    await applyEvents(shop);

    expect((await storedEvents(shop, intent.id)).map(({ state }) => state)).toEqual(['applied', 'applied']);
    expect(await standingOf(shop, checkout)).toMatchObject({ status: 'failed', authorized: 0 });
  });

  it('about another payment under the name of ours changes nothing, and is shown to people', async () => {
    const one = await confirmed();
    await deliver(shop, one.paid);
    await applyEvents(shop);
    const { metadata } = await dashboard(shop).paymentIntents.retrieve(one.intent);

    const twin = await dashboard(shop).paymentIntents.create({ amount: PRICE, currency: 'eur', payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: CARDS, metadata });
    for (const event of await eventsOf(shop, twin.id)) await deliver(shop, event);
    await applyEvents(shop);

    expect(await storedEvents(shop, twin.id)).toMatchObject([{ state: 'failed', reason: 'mismatch' }]);
    await expectPaidOnce(one);
  });
});
