import { newId } from '@holdfast/kernel';
import { freePort } from '../../../../../apps/launcher/src/ports.js';
import { type Sandbox, startSandbox } from '../../../../../apps/sandbox/src/server.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { FakeGateway } from '../../../../../test/support/fake-gateway.js';
import { booksOf, type FaultScript, noScripts, script } from '../../../../../test/support/gateway.js';
import type { GatewayCall, PaymentGateway } from '../../domain/payment-gateway.js';
import { ManualPaymentGateway } from './manual-payment-gateway.js';
import { StripePaymentGateway } from './stripe-payment-gateway.js';

const authorization = (over: Partial<GatewayCall> = {}): GatewayCall => ({
  key: newId('op'), kind: 'authorize', amount: 1_999, currency: 'EUR', method: 'pm_card_visa', capture: 'automatic', checkoutId: newId('chk'), reference: null, own: null, returnUrl: null, ...over,
});

let database: TestDatabase;
let sandbox: Sandbox;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startSandbox({ port: 0, databaseUrl: database.url, logLevel: 'silent' });
});
afterEach(() => noScripts(sandbox.url));
afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

const stripeAt = (apiBase: string): StripePaymentGateway => new StripePaymentGateway({ secretKey: 'sk_test_sandbox', apiBase, timeoutMs: 600 });

describe.each<[string, () => PaymentGateway]>([
  ['manual', () => new ManualPaymentGateway()],
  ['stripe', () => stripeAt(sandbox.url)],
])('every gateway: %s', (name, open) => {
  it('tells its name', () => expect(open().name).toBe(name));

  it('authorizes, and echoes amount and currency', async () => {
    const call = authorization();

    expect(await open().execute(call)).toMatchObject({ outcome: 'succeeded', reference: expect.any(String), amount: 1_999, currency: 'EUR' });
  });

  it('gives the same key the same outcome', async () => {
    const [gateway, call] = [open(), authorization()];

    expect(await gateway.execute(call)).toEqual(await gateway.execute(call));
  });

  it('finds what became of an operation, by reference or without', async () => {
    const [gateway, call] = [open(), authorization()];
    const done = await gateway.execute(call);

    expect(await gateway.find(call)).toEqual(done);
    expect(await gateway.find({ ...call, reference: (done as { reference: string }).reference })).toEqual(done);
  });
});

describe('Stripe', () => {
  it('charges once for one key, one after the other and at once', async () => {
    const [gateway, call] = [stripeAt(sandbox.url), authorization()];

    const results = await Promise.all(Array.from({ length: 2 }, () => gateway.execute(call)));
    const repeat = await gateway.execute(call);

    // The one that came second may have been told that the key is in use: that is not certain, so it is unknown.
    expect(results.filter(({ outcome }) => outcome !== 'succeeded' && outcome !== 'unknown')).toEqual([]);
    expect(repeat.outcome).toBe('succeeded');
    expect((await booksOf(sandbox.url, call.checkoutId)).charges).toMatchObject([{ amount: 1_999 }]);
  });

  it.each([
    ['pm_card_visa_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_nobody', 'resource_missing'],
  ])('declines %s', async (method, code) => {
    const call = authorization({ method });

    expect(await stripeAt(sandbox.url).execute(call)).toMatchObject({ outcome: 'declined', code });
    expect((await booksOf(sandbox.url, call.checkoutId)).charges).toEqual([]);
  });

  it.each<[FaultScript]>([
    [{ fault: 'hang' }],
    [{ fault: 'delay', delay_ms: 900 }],
    [{ fault: 'fail_before' }],
    [{ fault: 'succeed_then_500' }],
    [{ fault: 'succeed_then_drop', times: 2 }],
    [{ fault: 'reset', times: 2 }],
  ])('does not know after %p', async (fault) => {
    await script(sandbox.url, fault);

    expect(await stripeAt(sandbox.url).execute(authorization())).toMatchObject({ outcome: 'unknown' });
  });

  it('is surely not reached where nobody listens', async () => {
    expect(await stripeAt(`http://127.0.0.1:${await freePort()}`).execute(authorization())).toEqual({ outcome: 'not_sent', code: 'gateway-unreachable' });
  });

  it('does not know when the first call was cut and nobody listened for its repeat', async () => {
    const gateway = await FakeGateway.listen();
    gateway.reply = (response) => {
      gateway.stopListening();
      response.socket?.destroy();
    };

    const result = await stripeAt(gateway.url).execute(authorization());
    await gateway.close();

    expect(gateway.questions).toHaveLength(1);
    expect(result.outcome).toBe('unknown');
  });

  it('learns nothing from a question that fails', async () => {
    const call = authorization({ reference: 'pi_nobody' });

    expect((await stripeAt(sandbox.url).find(call)).outcome).toBe('unknown');
    expect((await stripeAt(`http://127.0.0.1:${await freePort()}`).find(call)).outcome).toBe('unknown');
    expect((await stripeAt(sandbox.url).find(authorization())).outcome).toBe('unknown');
  });

  it('authorizes without capturing, then captures, voids and refunds, each once for its key', async () => {
    const gateway = stripeAt(sandbox.url);
    const begun = authorization({ capture: 'manual' });
    const { reference } = (await gateway.execute(begun)) as { reference: string };
    const then = (kind: GatewayCall['kind'], over = {}): GatewayCall => ({ ...begun, key: newId('op'), kind, reference, ...over });
    const [capture, refund] = [then('capture'), then('refund', { amount: 500 })];

    expect([(await gateway.execute(capture)).outcome, (await gateway.execute(capture)).outcome]).toEqual(['succeeded', 'succeeded']);
    expect([(await gateway.execute(refund)).outcome, (await gateway.execute(refund)).outcome]).toEqual(['succeeded', 'succeeded']);
    expect((await gateway.execute(then('void'))).outcome).toBe('declined');

    const books = await booksOf(sandbox.url, begun.checkoutId);
    expect(books.charges).toMatchObject([{ amount_captured: 1_999, amount_refunded: 500 }]);
    expect(books.refunds).toHaveLength(1);
  });
});
