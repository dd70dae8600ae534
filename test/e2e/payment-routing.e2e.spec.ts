import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { freePort } from '../../apps/launcher/src/ports.js';
import type { Answer } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { FakeGateway } from '../support/fake-gateway.js';
import { booksOf, type FaultScript, noScripts, operationsOf, ordersOf, resolveNow, script } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, MANUAL, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';

const CARD = { method: 'pm_card_visa' };
const STRIPE_THEN_MANUAL = [{ currencies: ['EUR'], to: 1_000_000, gateways: [{ gateway: 'stripe', weight: 1 }, { gateway: 'manual', method: 'transfer', weight: 0 }] }];

describe('a payment that names no gateway', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 500, PAYMENT_ROUTES: STRIPE_THEN_MANUAL } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  it('is taken by the gateway that the routes lead to', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { status, body } = await checkOut(shop, cart, { payment: CARD });

    expect([status, body.payments]).toMatchObject([201, [{ gateway: 'stripe', status: 'captured' }]]);
  });

  it('is refused where no rule fits, and holds nothing', async () => {
    const variant = await sellable(shop, { stock: 1, price: 2_000_000 });
    const cart = await cartWith(shop, [variant, 1]);

    const refused = await checkOut(shop, cart, { payment: CARD });

    expect(refused).toMatchObject({ status: 422, body: { code: 'no-payment-route', gateways: ['manual', 'stripe', 'paypal'] } });
    expect(await available(shop, variant)).toBe(1);
    expect((await checkOut(shop, cart, { payment: MANUAL })).status).toBe(201);
  });

  it('does not go elsewhere when it is declined', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { status, body } = await checkOut(shop, cart, { payment: { method: 'pm_card_visa_chargeDeclined' } });

    expect([status, body.code]).toEqual([402, 'payment-declined']);
    expect(await operationsOf(shop, body.checkout_id)).toHaveLength(1);
  });

  it('goes nowhere else while its outcome is not known, whatever went wrong, and is charged once in the end', async () => {
    const faults = fc.array(fc.constantFrom<FaultScript>({ fault: 'fail_before' }, { fault: 'succeed_then_500' }, { fault: 'reset', times: 2 }, { fault: 'succeed_then_drop', times: 2 }, { fault: 'delay', delay_ms: 700 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(faults, async (scripts) => {
        const cart = await cartWith(shop, [await sellable(shop), 1]);
        await script(shop.sandbox.url, ...scripts);

        const { status, body } = await checkOut(shop, cart, { payment: CARD });

        expect([status, body.payments]).toMatchObject([202, [{ gateway: 'stripe', status: 'pending' }]]);
        await eventually(async () => {
          await resolveNow(shop);
          expect(await ordersOf(shop, body.id)).toBe(1);
        });
        await noScripts(shop.sandbox.url);
        expect((await operationsOf(shop, body.id)).map(({ kind }) => kind)).toEqual(['authorize', 'capture']);
        expect((await booksOf(shop.sandbox.url, body.id)).charges).toHaveLength(1);
      }),
      { numRuns: 8 },
    );
  });
});

describe('a gateway that surely was not reached', () => {
  let shop: Shop;

  beforeAll(async () => {
    // Of 127.0.0.1, the sandbox of this very spec may get the port that was free.
    shop = await Shop.open({ settings: { STRIPE_API_BASE: `http://127.0.0.2:${await freePort()}`, PAYMENT_ROUTES: STRIPE_THEN_MANUAL } });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  it('is stood in for by the next one of its route, in the same call', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);
    const key = randomUUID();

    const first = await checkOut(shop, cart, { payment: CARD, key });
    const again = await checkOut(shop, cart, { payment: CARD, key });

    expect(first).toMatchObject({ status: 201, body: { status: 'completed', payments: [{ gateway: 'manual', status: 'authorized' }] } });
    expect(again.text).toBe(first.text);
    expect(await operationsOf(shop, first.body.id)).toMatchObject([
      { kind: 'authorize', state: 'failed', code: 'gateway-unreachable', status: 'failed' },
      { kind: 'authorize', state: 'succeeded', status: 'authorized' },
    ]);
    expect(await ordersOf(shop, first.body.id)).toBe(1);
  });

  it('is not stood in for where the client named it', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const refused = await checkOut(shop, cart, { payment: card() });

    expect(refused).toMatchObject({ status: 503, body: { code: 'payment-gateway-unavailable', gateway: 'stripe' } });
    const { checkout_id: id } = refused.body;
    const retried = await shop.ask('POST', `/v1/checkouts/${id}/payments`, { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: CARD });
    expect(retried).toMatchObject({ status: 201, body: { status: 'completed', payments: [{ gateway: 'manual' }] } });
  });
});

describe('a gateway that hangs', () => {
  const BREAKER = 4;

  it('is left alone after a while, while checkouts on the other one go on', async () => {
    const hanging = await FakeGateway.listen();
    hanging.reply = () => undefined;
    const shop = await Shop.open({ settings: { STRIPE_API_BASE: hanging.url, GATEWAY_TIMEOUT_MS: 400, GATEWAY_BREAKER_CALLS: BREAKER } });
    const variant = await sellable(shop, { stock: 100 });
    const buy = async (payment: object) => checkOut(shop, await cartWith(shop, [variant, 1]), { payment });

    const [waiting, others] = await Promise.all([
      Promise.all(Array.from({ length: BREAKER }, () => buy(card()))),
      Promise.all(Array.from({ length: 5 }, () => buy(MANUAL))),
    ]);
    const turnedAway = await buy(card());

    expect(waiting.map(({ status }) => status)).toEqual(waiting.map(() => 202));
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 201));
    expect(turnedAway).toMatchObject({ status: 503, body: { code: 'payment-gateway-unavailable', reason: 'gateway-circuit-open' } });
    expect(turnedAway.headers.get('retry-after')).toBe('5');
    expect(hanging.questions).toHaveLength(BREAKER);
    expect(await available(shop, variant)).toBe(100 - BREAKER - 5 - 1);
    expect((await buy(MANUAL)).status).toBe(201);
    await expectProof(shop);
    await shop.close();
    await hanging.close();
  });

  it('holds no more calls than it has room for', async () => {
    const hanging = await FakeGateway.listen();
    const unanswered: ServerResponse[] = [];
    hanging.reply = (response) => void unanswered.push(response);
    const shop = await Shop.open({ settings: { STRIPE_API_BASE: hanging.url, GATEWAY_TIMEOUT_MS: 25_000, GATEWAY_CONCURRENCY: 2 } });
    const variant = await sellable(shop, { stock: 100 });

    const answers: Answer[] = [];
    const asked = Array.from({ length: 5 }, async () => answers.push(await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: card() })));
    await eventually(() => expect([answers.length, unanswered.length]).toEqual([3, 2]));
    hanging.reply = (response) => void response.destroy();
    for (const response of unanswered) response.destroy();
    await Promise.all(asked);

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 202, 202]);
    expect(answers.filter(({ status }) => status === 503).map(({ body }) => body.reason)).toEqual(Array.from({ length: 3 }, () => 'gateway-overloaded'));
    await shop.close();
    await hanging.close();
  });
});
