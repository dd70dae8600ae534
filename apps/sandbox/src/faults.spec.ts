import { createTestDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

afterEach(() => sandbox.control('scripts', undefined, 'DELETE'));

const FORM =
  'amount=900&currency=eur&confirm=true&payment_method_types[]=card&payment_method=pm_card_visa';
const script = (...scripts: object[]) => sandbox.control('scripts', { scripts });
const paid = (key: string, form = FORM, signal?: AbortSignal) =>
  signal
    ? fetch(`${sandbox.url}/v1/payment_intents`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { authorization: 'Bearer sk_test_x', 'idempotency-key': key },
        signal,
      })
    : sandbox.send('/v1/payment_intents', form, { 'idempotency-key': key });
const charged = async (key: string) =>
  (await sandbox.control('books')).payment_intents.filter(
    (row: any) => row.idempotency_key === key,
  );

describe('a scripted fault', () => {
  it('fail_before answers 500, does nothing, and leaves the key free', async () => {
    await script({ fault: 'fail_before' });

    const failed = await paid('f-1');

    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ error: { type: 'api_error' } });
    expect(await charged('f-1')).toHaveLength(0);
    const repeat = await paid('f-1');
    expect([repeat.status, repeat.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  it('succeed_then_500 takes the money, and the repeat tells the truth', async () => {
    await script({ fault: 'succeed_then_500' });

    const failed = await paid('f-2');

    expect(failed.status).toBe(500);
    expect(await charged('f-2')).toMatchObject([{ status: 'succeeded', amount_received: 900 }]);
    const repeat = await paid('f-2');
    expect([repeat.status, repeat.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(await charged('f-2')).toHaveLength(1);
  });

  it('succeed_then_drop takes the money and cuts the connection', async () => {
    await script({ fault: 'succeed_then_drop' });

    await expect(paid('f-3')).rejects.toThrow('fetch failed');

    expect(await charged('f-3')).toMatchObject([{ status: 'succeeded' }]);
    expect((await paid('f-3')).headers.get('idempotent-replayed')).toBe('true');
  });

  it('cuts the official client off the second time, as it repeats a first cut', async () => {
    await script({ fault: 'succeed_then_drop', times: 2 });
    const options = { idempotencyKey: 'f-4' };

    const lost = await rejection(sandbox.stripe.paymentIntents.create(PAID, options));

    expect(lost.type).toBe('StripeConnectionError');
    expect((await sandbox.control('scripts')).scripts).toEqual([]);
    expect(await sandbox.stripe.paymentIntents.create(PAID, options)).toMatchObject({
      status: 'succeeded',
    });
    expect(await charged('f-4')).toHaveLength(1);
  });

  it('reset cuts the connection with a reset and does nothing', async () => {
    await script({ fault: 'reset' });

    const lost = await rejection(paid('f-5'));

    expect(lost.cause.code).toBe('ECONNRESET');
    expect(await charged('f-5')).toHaveLength(0);
  });

  it('delay works late, even for a client that has left, and keeps the key meanwhile', async () => {
    await script({ fault: 'delay', delay_ms: 5_000 });
    const leaving = new AbortController();
    const left = paid('f-6', FORM, leaving.signal);
    await eventually(async () => expect((await sandbox.control('scripts')).scripts).toEqual([]));

    leaving.abort();

    await expect(left).rejects.toThrow();
    expect(await charged('f-6')).toHaveLength(0);
    expect((await paid('f-6')).status).toBe(409);
    await eventually(async () => expect(await charged('f-6')).toHaveLength(1));
    expect((await paid('f-6')).headers.get('idempotent-replayed')).toBe('true');
  });

  it('hang never answers, does nothing, and is over when the client leaves', async () => {
    await script({ fault: 'hang' });
    const options = { idempotencyKey: 'f-7', timeout: 300 };

    const lost = await rejection(sandbox.stripe.paymentIntents.create(PAID, options));

    expect(lost.type).toBe('StripeConnectionError');
    expect(await charged('f-7')).toHaveLength(0);
    const ours = async () =>
      (await sandbox.control('calls')).calls
        .filter((call: any) => call.idempotency_key === 'f-7')
        .map((call: any) => [call.outcome, call.status, call.fault]);
    await eventually(async () => expect(await ours()).toEqual([['hung', null, 'hang']]));
    const again = { idempotencyKey: 'f-7' };
    expect((await sandbox.stripe.paymentIntents.create(PAID, again)).status).toBe('succeeded');
    expect(await ours()).toEqual([
      ['hung', null, 'hang'],
      ['answered', 200, null],
    ]);
  });

  it('waits in line for the call it is meant for', async () => {
    const { scripts } = await script(
      { fault: 'fail_before', operation: 'capture', match: { order: '1' } },
      { fault: 'fail_before', operation: 'refund', times: 2 },
      { fault: 'fail_before', operation: 'retrieve' },
    );
    expect(scripts[1]).toEqual({
      id: expect.any(Number),
      fault: 'fail_before',
      operation: 'refund',
      delay_ms: 0,
      times: 2,
      match: {},
    });
    const held = { ...PAID, capture_method: 'manual' } as const;
    const api = sandbox.stripe;
    const other = await api.paymentIntents.create({ ...held, metadata: { order: '2' } });
    const meant = await api.paymentIntents.create({ ...held, metadata: { order: '1' } });

    expect((await api.paymentIntents.capture(other.id)).status).toBe('succeeded');
    expect((await rejection(api.paymentIntents.capture(meant.id))).statusCode).toBe(500);
    expect((await api.paymentIntents.capture(meant.id)).status).toBe('succeeded');
    expect((await rejection(api.paymentIntents.retrieve(meant.id))).statusCode).toBe(500);
    expect((await rejection(api.refunds.create({ payment_intent: meant.id }))).statusCode).toBe(
      500,
    );
    expect((await sandbox.control('scripts')).scripts).toMatchObject([
      { operation: 'refund', times: 1 },
    ]);
    expect(await sandbox.control('scripts', undefined, 'DELETE')).toEqual({ deleted: 1 });
    expect((await api.refunds.create({ payment_intent: meant.id })).status).toBe('succeeded');
  });

  it('hits as many racing calls as it has times', async () => {
    for (let round = 1; round <= 10; round += 1) {
      await script({ fault: 'fail_before', times: 2 });

      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => paid(`f-race-${round}-${n}`)),
      );

      expect(answers.filter(({ status }) => status === 500)).toHaveLength(2);
      expect((await sandbox.control('scripts')).scripts).toEqual([]);
    }
  });

  it('for any call leaves those alone that only read', async () => {
    await script({ fault: 'fail_before' });

    expect((await sandbox.stripe.paymentIntents.list()).object).toBe('list');
    expect((await paid('f-any')).status).toBe(500);
  });

  it('that is misspelled is refused as a whole', async () => {
    const answer = await script({ fault: 'hang' }, { fault: 'explode' });

    expect(answer.error.param).toBe('scripts[1].fault');
    expect((await sandbox.control('scripts')).scripts).toEqual([]);
  });
});
