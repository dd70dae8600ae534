import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { newId, toUuid } from '@holdfast/kernel';
import { BeginSetup } from '../../libs/payments/src/application/saved-methods/begin-setup.js';
import { PaymentGateways } from '../../libs/payments/src/domain/payment-gateway.js';
import { SavedMethods } from '../../libs/payments/src/domain/saved-methods.js';
import { eventually } from '../support/eventually.js';
import { noScripts, script } from '../support/gateway.js';
import { cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { BACK, keptCard, METHODS, methodRow, setUp, setupsOf, tendNow, vaultBooks } from '../support/payment-methods.js';
import { customerOf, type LoggedIn } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { applyEvents, connectWebhooks, dashboard } from '../support/webhooks.js';

describe('a payment method that is kept, while things go wrong', () => {
  let shop: Shop;
  let ada: LoggedIn;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 700 } });
  });
  beforeEach(async () => {
    ada = await customerOf(shop);
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await tendNow(shop);
    await expectProof(shop);
    await shop.close();
  });

  const read = async (id: string) => (await shop.ask('GET', `${METHODS}/${id}`, { headers: ada.headers })).body;
  const list = async () => (await shop.ask('GET', METHODS, { headers: ada.headers })).body.data;
  const payWith = async (payment_method_id: string) => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);
    return checkOut(shop, { ...cart, headers: { ...cart.headers, ...ada.headers } }, { payment: { payment_method_id } });
  };
  const decide = (url: string, what: 'approve' | 'decline') =>
    fetch(`${url}/${what}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });

  it.each([['setup', 'hang'], ['setup', 'succeed_then_500'], ['setup', 'fail_before'], ['customer', 'hang'], ['customer', 'succeed_then_500']] as const)('is found out about where the %s call ends with %s', async (operation, fault) => {
    const key = randomUUID();
    await script(shop.sandbox.url, { operation, fault });
    const lost = await setUp(shop, ada, 'pm_card_visa', { key });
    expect([lost.status, lost.body.status]).toEqual([202, 'processing']);
    expect((await payWith(lost.body.id)).body.code).toBe('payment-method-not-usable');

    await noScripts(shop.sandbox.url);
    await eventually(async () => {
      await tendNow(shop);
      expect((await read(lost.body.id)).status).toBe('active');
    });

    expect((await setUp(shop, ada, 'pm_card_visa', { key })).body).toMatchObject({ id: lost.body.id, status: 'active' });
    expect([(await setupsOf(shop, lost.body.id)).length, (await list()).length]).toEqual([1, 1]);
  });

  it('is removed at once, is refused at the checkout then, and is taken away at the gateway however long that takes', async () => {
    const id = await keptCard(shop, ada);
    const { token } = await methodRow(shop, id);
    await script(shop.sandbox.url, { operation: 'detach', fault: 'fail_before', times: 3 });

    const removed = await shop.ask('DELETE', `${METHODS}/${id}`, { headers: ada.headers });

    expect([removed.status, (await read(id)).code, await list()]).toEqual([204, 'payment-method-not-found', []]);
    expect((await payWith(id)).body.code).toBe('payment-method-not-usable');
    expect([(await methodRow(shop, id))['state'], (await shop.ask('DELETE', `${METHODS}/${id}`, { headers: ada.headers })).status]).toEqual(['detaching', 404]);
    await eventually(async () => {
      await tendNow(shop);
      expect(await methodRow(shop, id)).toMatchObject({ state: 'detached', token: null, brand: null, last4: null, expiry_year: null });
    });
    expect((await vaultBooks(shop)).payment_methods.find((method) => method.id === token)).toMatchObject({ customer: null });
  });

  it.each(['created', 'sent'])('is set up once when the process dies after it was %s', async (state) => {
    const id = newId('pm');
    const wanted = { id, customerId: ada.id as `cus_${string}`, gateway: 'stripe', method: 'pm_card_visa', returnUrl: null };
    await shop.app.get(CommandBus, { strict: false }).execute(new BeginSetup(wanted));
    if (state === 'sent') {
      const vault = shop.app.get(PaymentGateways, { strict: false }).get('stripe').vault!;
      const enrolled = await vault.enroll(wanted.customerId);
      const { payer } = enrolled as { payer: string };
      await shop.app.get(SavedMethods, { strict: false }).keepPayer(wanted.customerId, 'stripe', payer);
      await sql(shop.database.url, `update payments.payment_methods set state = 'sent' where id = $1`, [toUuid(id)]);
      await vault.setUp({ ...wanted, key: id, payer, reference: null });
    }

    await eventually(async () => {
      await tendNow(shop);
      expect((await read(id)).status).toBe('active');
    });

    expect(await setupsOf(shop, id)).toHaveLength(1);
  });

  it('is not believed in for ever: what never came to the gateway within a day never will', async () => {
    await script(shop.sandbox.url, { operation: 'setup', fault: 'fail_before' });
    const { body } = await setUp(shop, ada);
    await sql(shop.database.url, `update payments.payment_methods set created_at = created_at - interval '24 hours' where id = $1`, [toUuid(body.id)]);

    await eventually(async () => {
      await tendNow(shop);
      expect((await methodRow(shop, body.id))['state']).toBe('failed');
    });

    expect([await setupsOf(shop, body.id), (await read(body.id)).code]).toEqual([[], 'not-found']);
  });

  it('that is removed while nobody knows whether it is kept is taken away once it turns out to be', async () => {
    await script(shop.sandbox.url, { operation: 'setup', fault: 'succeed_then_500' });
    const { body } = await setUp(shop, ada);
    expect((await shop.ask('DELETE', `${METHODS}/${body.id}`, { headers: ada.headers })).status).toBe(204);

    await eventually(async () => {
      await tendNow(shop);
      expect((await methodRow(shop, body.id))['state']).toBe('detached');
    });

    const { customers, payment_methods: methods } = await vaultBooks(shop);
    const payer = customers.find(({ metadata }) => metadata.holdfast_customer === ada.id);
    expect(methods.filter(({ customer }) => customer === payer.id)).toEqual([]);
  });

  it.each([['removed', ''], ['forgotten for an hour', `created_at = created_at - interval '61 minutes'`]])('that waits for its shopper and is %s can be approved by nobody any more', async (how, aged) => {
    const { body } = await setUp(shop, ada, 'pm_card_threeDSecure2Required', { return_url: BACK });
    if (aged) await sql(shop.database.url, `update payments.payment_methods set ${aged} where id = $1`, [toUuid(body.id)]);
    else await shop.ask('DELETE', `${METHODS}/${body.id}`, { headers: ada.headers });

    await tendNow(shop);

    expect([how, (await methodRow(shop, body.id))['state'], (await setupsOf(shop, body.id))[0].status]).toEqual([how, 'failed', 'canceled']);
    await decide(body.next_action.url, 'approve');
    expect((await setupsOf(shop, body.id))[0].status).toBe('canceled');
  });

  it('follows what is told by the gateway: done, refused, taken away, twice and for nobody here', async () => {
    await connectWebhooks(shop);
    const kept = await keptCard(shop, ada);
    const [yes, no] = [await setUp(shop, ada, 'pm_card_threeDSecure2Required', { return_url: BACK }), await setUp(shop, ada, 'pm_card_threeDSecure2Required', { return_url: BACK })];
    await decide(yes.body.next_action.url, 'approve');
    await decide(no.body.next_action.url, 'decline');
    const { token } = await methodRow(shop, kept);
    await dashboard(shop).paymentMethods.detach(token);
    const stranger = await dashboard(shop).setupIntents.create({ payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });

    await eventually(async () => {
      await applyEvents(shop);
      expect([(await read(yes.body.id)).status, (await read(no.body.id)).status, (await methodRow(shop, kept))['state']]).toEqual(['active', 'failed', 'detached']);
      const [seen] = await sql(shop.database.url, `select state, reason from payments.gateway_events where reference = $1`, [stranger.id]);
      expect(seen).toEqual({ state: 'ignored', reason: 'not-kept-here' });
    }, 10_000);
    const events = await sql(shop.database.url, `select state, count(*)::int from payments.gateway_events where type ~ '^(setup_intent|payment_method.detached)' and state not in ('applied', 'ignored') group by 1`);
    expect(events).toEqual([]);
  });
});
