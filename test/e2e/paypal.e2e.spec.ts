import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { toUuid } from '@holdfast/kernel';
import { eventually } from '../support/eventually.js';
import { FakeGateway } from '../support/fake-gateway.js';
import { type FaultScript, noScripts, operationsOf, ordersOf, payPalBooksOf, resolveNow, script } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { signature } from '../../apps/sandbox/src/paypal/event-object.js';
import { GatewayEventProcessor } from '../../libs/payments/src/application/gateway-event-processor.js';
import { click } from '../support/paypal.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const PRICE = 2_499;
const RETURN = 'http://shop.test/return?checkout=1';
const wallet = (capture: 'automatic' | 'manual' = 'automatic') => ({ gateway: 'paypal', method: 'paypal', capture, return_url: RETURN });

describe('PayPal', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 700 } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** A checkout that waits for its shopper. */
  async function begun(payment: object = wallet()) {
    const variant = await sellable(shop, { stock: 1, price: PRICE });
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();
    const answer = await checkOut(shop, cart, { payment, key });
    const read = async () => (await shop.ask('GET', `/v1/checkouts/${answer.body.id}`, { headers: cart.headers })).body;
    return { variant, cart, key, answer, id: answer.body.id as string, read };
  }

  it.each([['automatic', 'captured', PRICE], ['manual', 'authorized', 0]] as const)('is paid once the shopper approved, with %s capture', async (capture, status, captured) => {
    const { answer, id, key, cart, read } = await begun(wallet(capture));
    expect(answer).toMatchObject({ status: 201, body: { status: 'requires_action', order: null, next_action: { type: 'redirect' } } });

    await resolveNow(shop);
    const waiting = await read();
    const back = await click(answer.body.next_action.url, 'approve');
    await resolveNow(shop);

    expect(waiting.status).toBe('requires_action');
    expect(back).toMatch(/^http:\/\/shop\.test\/return\?checkout=1&token=[A-Z0-9]{17}&PayerID=/);
    expect(await read()).toMatchObject({ status: 'completed', payments: [{ gateway: 'paypal', status, captured: { amount: captured } }] });
    const books = await payPalBooksOf(shop.sandbox.url, id);
    expect([books.orders, books.captures.map(({ amount }) => amount), books.authorizations.length]).toMatchObject([[{ status: 'COMPLETED', amount: PRICE, currency: 'EUR' }], captured ? [PRICE] : [], captured ? 0 : 1]);
    expect((await checkOut(shop, cart, { payment: wallet(capture), key })).status).toBe(201);
  });

  it('asks again where the shopper went back without paying', async () => {
    const { answer, id, read } = await begun();

    expect(await click(answer.body.next_action.url, 'cancel')).toContain('token=');
    await resolveNow(shop);

    expect((await read()).status).toBe('requires_action');
    expect((await payPalBooksOf(shop.sandbox.url, id)).captures).toEqual([]);
  });

  it.each<[FaultScript['fault']]>([['fail_before'], ['succeed_then_500'], ['succeed_then_drop'], ['reset'], ['hang']])('is charged once when its capture after the approval meets %s', async (fault) => {
    const { answer, id, read } = await begun();
    await click(answer.body.next_action.url, 'approve');
    await script(shop.sandbox.url, { fault, operation: 'confirm' });

    await resolveNow(shop);
    const [unknown] = await operationsOf(shop, id);
    await eventually(async () => {
      await resolveNow(shop);
      expect((await read()).status).toBe('completed');
    });

    expect(unknown).toMatchObject({ kind: 'authorize', state: 'unknown' });
    expect((await payPalBooksOf(shop.sandbox.url, id)).captures).toMatchObject([{ amount: PRICE, refunded: 0 }]);
    expect(await ordersOf(shop, id)).toBe(1);
  });

  it('never takes money for a payment that was given up, however the approval and the giving up meet', async () => {
    for (let round = 1; round <= 5; round++) {
      const { answer, id, read } = await begun();
      await sql(shop.database.url, 
        'update payments.operations set abandoned_at = now() where payment_id = (select id from payments.payments where checkout_id = $1)', [toUuid(id)],
      );
      await Promise.all([click(answer.body.next_action.url, 'approve'), resolveNow(shop), resolveNow(shop), resolveNow(shop)]);
      await eventually(async () => {
        await resolveNow(shop);
        expect((await operationsOf(shop, id))[0]!.state).toMatch(/succeeded|failed/);
      });

      const [{ state }] = (await operationsOf(shop, id)) as [{ state: string }];
      expect((await payPalBooksOf(shop.sandbox.url, id)).captures).toHaveLength(state === 'succeeded' ? 1 : 0);
      expect((await read()).status).toBe(state === 'succeeded' ? 'completed' : 'open');
    }
  });

  it.each<[FaultScript]>([[{ fault: 'fail_before' }], [{ fault: 'succeed_then_500' }], [{ fault: 'succeed_then_drop' }], [{ fault: 'hang' }]])('keeps one order of PayPal when creating it meets %p', async (fault) => {
    await script(shop.sandbox.url, fault);
    const { answer, id, key, cart } = await begun();
    expect(answer.status).toBe(202);

    const again = await checkOut(shop, cart, { payment: wallet(), key });

    expect(again).toMatchObject({ status: 201, body: { id, status: 'requires_action' } });
    expect((await payPalBooksOf(shop.sandbox.url, id)).orders).toHaveLength(1);
  });

  it('takes a method that is kept at PayPal at once, and declines one that is not good', async () => {
    const paid = await begun({ gateway: 'paypal', method: 'vault-approved' });
    const declined = await begun({ gateway: 'paypal', method: 'vault-declined' });

    expect(paid.answer).toMatchObject({ status: 201, body: { status: 'completed', payments: [{ gateway: 'paypal', status: 'captured' }] } });
    expect(declined.answer).toMatchObject({ status: 402, body: { code: 'payment-declined', decline_code: 'instrument-declined' } });
    expect(await available(shop, declined.variant)).toBe(0);
  });
});

describe('webhooks of PayPal', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** An event of a payment that was made and then given back at PayPal itself, which nobody here knows of. */
  async function refundedThere() {
    const cart = await cartWith(shop, [await sellable(shop, { price: PRICE }), 1]);
    const { body } = await checkOut(shop, cart, { payment: { gateway: 'paypal', method: 'vault-approved' } });
    const [capture] = (await payPalBooksOf(shop.sandbox.url, body.id)).captures;
    const { access_token: token } = await (await fetch(`${shop.sandbox.url}/v1/oauth2/token`, { method: 'POST', headers: { authorization: `Basic ${btoa('a:b')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' })).json() as { access_token: string };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    await fetch(`${shop.sandbox.url}/v2/payments/captures/${capture.id}/refund`, { method: 'POST', headers, body: '{}' });
    const { events } = await (await fetch(`${shop.sandbox.url}/v1/notifications/webhooks-events`, { headers })).json() as { events: { event_type: string }[] };
    return { id: body.id as string, event: events.at(-1)! };
  }

  function deliver(event: object, { time = new Date(), webhook = 'SANDBOXWEBHOOK', sent = event }: { time?: Date; webhook?: string; sent?: object } = {}) {
    const [id, at] = [randomUUID(), time.toISOString()];
    const headers = {
      'paypal-transmission-id': id, 'paypal-transmission-time': at, 'paypal-transmission-sig': signature(id, at, webhook, JSON.stringify(event)),
      'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-1', 'paypal-auth-algo': 'SHA256withRSA',
    };
    return shop.ask('POST', '/v1/gateway-webhooks/paypal', { headers, body: sent });
  }

  it('tell what happened there, once, however often they come', async () => {
    const { id, event } = await refundedThere();
    expect(event.event_type).toBe('PAYMENT.CAPTURE.REFUNDED');

    const answers = [await deliver(event), await deliver(event)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await eventually(async () => {
      await resolveNow(shop);
      await shop.app.get(GatewayEventProcessor, { strict: false }).applyDue();
      const { body } = await shop.admin('GET', `/v1/admin/payments?checkout=${id}`);
      expect(body.data).toMatchObject([{ status: 'refunded' }]);
    });
  });

  it('are refused when they are forged, changed, of another webhook or old', async () => {
    const { event } = await refundedThere();

    const refused = [
      await deliver(event, { sent: { ...event, summary: 'more' } }),
      await deliver(event, { webhook: 'ANOTHER' }),
      await deliver(event, { time: new Date(Date.now() - 600_000) }),
      await shop.ask('POST', '/v1/gateway-webhooks/paypal', { body: event }),
      await shop.ask('POST', '/v1/gateway-webhooks/paypal', { body: {} }),
    ];

    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  });
});

describe('two gateways', () => {
  it('stand for themselves: while one hangs, checkouts on the other go on', async () => {
    const hanging = await FakeGateway.listen();
    const unanswered: ServerResponse[] = [];
    hanging.reply = (response) => void unanswered.push(response);
    const shop = await Shop.open({ settings: { STRIPE_API_BASE: hanging.url, GATEWAY_TIMEOUT_MS: 25_000, GATEWAY_BREAKER_CALLS: 4 } });
    const variant = await sellable(shop, { stock: 100 });
    const buy = async (payment: object) => checkOut(shop, await cartWith(shop, [variant, 1]), { payment });
    const kept = { gateway: 'paypal', method: 'vault-approved' };
    let answered = 0;
    const waiting = Array.from({ length: 6 }, () => buy(card()).finally(() => answered++));
    await eventually(() => expect(unanswered).toHaveLength(6));

    const paypal = await Promise.all(Array.from({ length: 6 }, () => buy(kept)));
    const answeredMeanwhile = answered;
    hanging.reply = (response) => void response.destroy();
    for (const response of unanswered) response.destroy();
    const stripe = await Promise.all(waiting);
    const after = [await buy(card()), await buy(kept)];

    expect([paypal.map(({ status }) => status), answeredMeanwhile]).toEqual([paypal.map(() => 201), 0]);
    expect(stripe.map(({ status }) => status)).toEqual(stripe.map(() => 202));
    expect(after).toMatchObject([{ status: 503, body: { reason: 'gateway-circuit-open' } }, { status: 201 }]);
    await expectProof(shop);
    await shop.close();
    await hanging.close();
  });

  it('stand in for each other when one surely was not reached', async () => {
    const gone = await FakeGateway.listen();
    const url = gone.url;
    await gone.close();
    const PAYMENT_ROUTES = [{ gateways: [{ gateway: 'stripe', weight: 1 }, { gateway: 'paypal', method: 'paypal', weight: 0 }] }];
    const shop = await Shop.open({ settings: { STRIPE_API_BASE: url, PAYMENT_ROUTES } });
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { status, body } = await checkOut(shop, cart, { payment: { method: 'pm_card_visa', return_url: RETURN } });

    expect([status, body]).toMatchObject([201, { status: 'requires_action', next_action: { type: 'redirect' }, payments: [{ gateway: 'paypal' }] }]);
    expect(await operationsOf(shop, body.id)).toMatchObject([{ state: 'failed', code: 'gateway-unreachable' }, { state: 'requires_action' }]);
    await shop.close();
  });
});
