import pg from 'pg';
import { createTestDatabase } from '../../../test/support/database.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

const CREATE = 'amount=900&currency=eur&confirm=true&payment_method_types[]=card&payment_method=';
const books = () => sandbox.control('books');
const post = (key: string, form: string) =>
  sandbox.send('/v1/payment_intents', form, { 'idempotency-key': key });

describe('an idempotency key', () => {
  it('repeats the first answer to the byte, for the same parameters in any order', async () => {
    const first = await post('key-same', `${CREATE}pm_card_visa`);
    const original = await first.text();

    const repeat = await post('key-same', `payment_method=pm_card_visa&${CREATE.slice(0, -16)}`);

    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect(repeat.headers.get('request-id')).toMatch(/^req_/);
    expect(repeat.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect([repeat.status, await repeat.text()]).toEqual([200, original]);
  });

  it('refuses other parameters and other addresses', async () => {
    const options = { idempotencyKey: 'key-other' };
    const intent = await sandbox.stripe.paymentIntents.create(PAID, options);

    const other = await rejection(
      sandbox.stripe.paymentIntents.create({ ...PAID, amount: 2600 }, options),
    );
    const elsewhere = await rejection(
      sandbox.stripe.refunds.create({ payment_intent: intent.id }, options),
    );

    expect(other).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    expect(elsewhere).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    expect((await books()).refunds).toHaveLength(0);
  });

  it('charges once when 50 calls race', async () => {
    const before = (await books()).charges.length;

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post('key-race', `${CREATE}pm_card_visa`)),
    );

    expect((await books()).charges.length - before).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const conflict = answers.find(({ status }) => status === 409);
    expect(await conflict?.json()).toMatchObject({ error: { code: 'idempotency_key_in_use' } });
  });

  it('charges once when two sandboxes share the books', async () => {
    const { url: other, stop } = await sandboxUnderTest({
      url: sandbox.databaseUrl,
      drop: async () => undefined,
    });
    const before = (await books()).charges.length;
    const form = `${CREATE}pm_card_visa`;
    const headers = { authorization: 'Bearer sk_test_2', 'idempotency-key': 'key-two' };
    const elsewhere = { method: 'POST', body: new URLSearchParams(form), headers };

    const answers = await Promise.all([
      post('key-two', form),
      fetch(`${other}/v1/payment_intents`, elsewhere),
    ]);
    await stop();

    expect((await books()).charges.length - before).toBe(1);
    const [one, two]: any[] = await Promise.all(answers.map((answer) => answer.json()));
    expect(one.id).toBe(two.id);
  });

  it('repeats a decline', async () => {
    const first = await post('key-402', `${CREATE}pm_card_visa_chargeDeclined`);
    const repeat = await post('key-402', `${CREATE}pm_card_visa_chargeDeclined`);

    expect([first.status, repeat.status]).toEqual([402, 402]);
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect(await repeat.text()).toBe(await first.text());
  });

  it('repeats a refusal of the execution', async () => {
    const { id } = await sandbox.stripe.paymentIntents.create(PAID);
    const capture = () =>
      sandbox.send(`/v1/payment_intents/${id}/capture`, '', { 'idempotency-key': 'key-state' });

    const [first, repeat] = [await capture(), await capture()];

    expect([first.status, repeat.status]).toEqual([400, 400]);
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
  });

  it('repeats a 500 once the execution began', async () => {
    const { id } = await sandbox.stripe.paymentIntents.create(PAID);
    const refund = () =>
      sandbox.send('/v1/refunds', `payment_intent=${id}`, { 'idempotency-key': 'key-500' });
    const client = new pg.Client(sandbox.databaseUrl);
    await client.connect();
    await client.query('alter table sandbox.refunds rename to gone');
    const first = await refund();
    await client.query('alter table sandbox.gone rename to refunds');
    await client.end();

    const repeat = await refund();

    expect([first.status, repeat.status]).toEqual([500, 500]);
    expect(await repeat.json()).toMatchObject({ error: { type: 'api_error' } });
    const intent = (await books()).payment_intents.find((row: any) => row.id === id);
    expect(intent.amount_refunded).toBe(0);
  });

  it('is free again after a fault in the parameters and after a 404', async () => {
    expect((await post('key-400', CREATE)).status).toBe(400);
    expect((await post('key-400', `${CREATE}pm_card_visa`)).status).toBe(200);
    const options = { idempotencyKey: 'key-404' };
    const missing = await rejection(sandbox.stripe.paymentIntents.cancel('pi_nobody', {}, options));
    expect(missing.statusCode).toBe(404);
    const intent = await sandbox.stripe.paymentIntents.create({ ...PAID, confirm: false }, options);
    expect(intent.status).toBe('requires_confirmation');
  });
});
