import { randomUUID } from 'node:crypto';
import { UnitOfWork } from '@holdfast/kernel';
import { Payments } from '@holdfast/payments';
import { freePort } from '../../apps/launcher/src/ports.js';
import { startSandbox } from '../../apps/sandbox/src/server.js';
import { createTestDatabase } from '../support/database.js';
import { booksOf, noScripts, operationsOf, ordersOf, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { act, euros, paid, paymentNow } from '../support/payments.js';
import { ownerOf } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('an operation whose request died', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  it.each(['capture', 'void', 'refund'] as const)('before it was sent is carried out by the resolver, once: %s', async (action) => {
    const payment = await paid(shop, action === 'refund' ? { payment: card() } : {});
    const payments = shop.app.get(Payments, { strict: false });
    await shop.app.get(UnitOfWork, { strict: false }).run(() => payments.request([{ paymentId: payment.id as `pay_${string}`, action, actor: 'key_x' }]));
    expect(Object.values((await paymentNow(shop, payment)).in_flight)).toContainEqual(euros(2_000));

    await Promise.all([resolveNow(shop), resolveNow(shop)]);
    await resolveNow(shop);

    expect((await operationsOf(shop, payment.checkoutId)).at(-1)).toMatchObject({ kind: action, state: 'succeeded' });
    const { charges, refunds, intents } = await booksOf(shop.sandbox.url, payment.checkoutId);
    if (action === 'capture') expect(charges).toMatchObject([{ amount_captured: 2_000 }]);
    if (action === 'void') expect(intents).toMatchObject([{ status: 'canceled' }]);
    if (action === 'refund') expect(refunds).toMatchObject([{ amount: 2_000 }]);
  });

  it.each(['fail_before', 'succeed_then_500', 'hang'] as const)('in the middle of a refund comes to the truth by itself: %s', async (fault) => {
    const payment = await paid(shop, { payment: card() });
    await script(shop.sandbox.url, { fault, operation: 'refund' });
    const { status } = await act(shop, payment, 'refunds', 700);
    expect(status).toBe(202);

    await resolveNow(shop);

    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'partially_refunded', refunded: euros(700), in_flight: { refunding: euros(0) } });
    expect((await booksOf(shop.sandbox.url, payment.checkoutId)).refunds).toMatchObject([{ amount: 700 }]);
  });
});

describe('an operation at a gateway that cannot be reached', () => {
  it('surely did nothing: it failed, and its money is free', async () => {
    const [port, database] = [await freePort(), await createTestDatabase()];
    const gateway = await startSandbox({ port, databaseUrl: database.url, logLevel: 'silent' });
    const shop = await Shop.open({ settings: { STRIPE_API_BASE: `http://127.0.0.1:${port}` } });
    const payment = await paid(shop);
    await gateway.close();

    const refused = await act(shop, payment, 'captures');

    expect([refused.status, refused.body.status, refused.body.code]).toEqual([201, 'failed', 'gateway-unreachable']);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'authorized', in_flight: { capturing: euros(0) }, allowed_actions: ['capture', 'void'] });
    const back = await startSandbox({ port, databaseUrl: database.url, logLevel: 'silent' });
    expect((await act(shop, payment, 'captures')).body.status).toBe('succeeded');
    await expectProof(shop);
    await shop.close();
    await back.close();
    await database.drop();
  });
});

describe('an authorization that no gateway tells about', () => {
  it('becomes an order once a person has seen it there, and by what the gateway knows it', async () => {
    const shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
    const { headers } = await ownerOf(shop);
    const cart = await cartWith(shop, [await sellable(shop, { price: 2_000 }), 1]);
    await script(shop.sandbox.url, { fault: 'fail_before' });
    const key = randomUUID();
    const { status, body } = await checkOut(shop, cart, { payment: { ...card(), capture: 'manual' }, key });
    await sql(shop.database.url, `update payments.operations set created_at = now() - interval '24 hours'`);
    await resolveNow(shop);
    const [waiting] = (await shop.admin('GET', '/v1/admin/payments?needs_human=true')).body.data;
    const [operation] = (await paymentNow(shop, waiting)).operations;
    const resolve = (reference?: string) =>
      shop.ask('POST', `/v1/admin/operations/${operation.id}/resolutions`, { headers, body: { outcome: 'succeeded', reference, note: 'Found it in the dashboard.' } });

    const without = await resolve();
    const seen = await resolve('pi_seen');

    expect([status, without.status, without.body.code]).toEqual([202, 422, 'gateway-reference-needed']);
    expect(seen.body).toMatchObject({ status: 'succeeded', kind: 'authorize' });
    expect(await ordersOf(shop, body.id)).toBe(1);
    expect(await paymentNow(shop, waiting)).toMatchObject({ status: 'authorized', reference: 'pi_seen', needs_human: false });
    expect(await checkOut(shop, cart, { payment: { ...card(), capture: 'manual' }, key })).toMatchObject({ status: 201, body: { status: 'completed' } });
    await expectProof(shop);
    await shop.close();
  });
});
