import { createTestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { sql } from '../../../../test/support/sql.js';
import { PAID, type SandboxUnderTest, sandboxUnderTest } from '../sandbox-under-test.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('the clock of the sandbox', () => {
  let sandbox: SandboxUnderTest;

  beforeAll(async () => {
    sandbox = await sandboxUnderTest(await createTestDatabase());
  });
  afterAll(() => sandbox.stop());

  const offset = async (): Promise<number> => (await sandbox.control('clock')).offset_seconds;
  const advance = (advance_seconds: number): Promise<unknown> => sandbox.control('clock', { advance_seconds });

  it('is moved by seconds, or to an offset: told twice it is moved once, and never back', async () => {
    const before = await offset();

    await advance(90);
    for (const offset_seconds of [before + 500, before + 500, 1]) await sandbox.control('clock', { offset_seconds });

    expect(await offset()).toBe(before + 500);
    const { created } = await sandbox.stripe.paymentIntents.create(PAID);
    expect(Math.abs(created - (Date.now() / 1_000 + before + 500))).toBeLessThan(30);
  });

  it.each([[{}], [{ advance_seconds: 0 }], [{ advance_seconds: -1 }], [{ advance_seconds: '60' }], [{ offset_seconds: 1.5 }], [{ advance_seconds: 1, offset_seconds: 1 }]])(
    'is not moved by %j',
    async (body) => {
      const before = await offset();

      expect(await sandbox.control('clock', body)).toMatchObject({ error: { type: 'invalid_request_error' } });

      expect(await offset()).toBe(before);
    },
  );

  it('forgets keys after a day, and does what comes again', async () => {
    const pay = async () => (await sandbox.stripe.paymentIntents.create(PAID, { idempotencyKey: 'forgotten' })).id;
    const first = await pay();
    await advance(23 * HOUR);
    expect(await pay()).toBe(first);

    await advance(2 * HOUR);

    expect(await pay()).not.toBe(first);
  });

  it('lets an authorization of PayPal end after its 29 days, and tells when', async () => {
    await sql(sandbox.databaseUrl, `insert into sandbox.paypal_orders (id, intent, status, currency, amount, reference_id) values ('ORDER', 'AUTHORIZE', 'COMPLETED', 'EUR', 900, 'r')`);
    await sql(sandbox.databaseUrl, `insert into sandbox.paypal_authorizations (id, order_id, status, amount) values ('AUTH', 'ORDER', 'CREATED', 900)`);
    const token = await fetch(`${sandbox.url}/v1/oauth2/token`, {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { authorization: `Basic ${Buffer.from('sandbox:sandbox').toString('base64')}` },
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const shown = async (): Promise<any> => (await fetch(`${sandbox.url}/v2/payments/authorizations/AUTH`, { headers: { authorization: `Bearer ${access_token}` } })).json();

    await advance(28 * DAY);
    expect((await shown()).status).toBe('CREATED');
    await advance(2 * DAY);

    const { status, update_time, expiration_time } = await shown();
    expect(status).toBe('VOIDED');
    expect(Date.parse(update_time)).toBeGreaterThan(Date.parse(expiration_time));
  });

  it('brings the next try of a webhook that nobody took, however long its pause', async () => {
    // Nobody listens there.
    await sandbox.control('webhook-endpoint', { url: 'http://127.0.0.1:9/', secret: 'whsec_x' }, 'PUT');
    const { id } = await sandbox.stripe.paymentIntents.create(PAID);

    // In real time the pauses up to the last try are some three hours.
    await eventually(async () => {
      await advance(HOUR);
      const deliveries = (await sandbox.control('deliveries')).deliveries.filter(({ payment_intent }: { payment_intent: string }) => payment_intent === id);
      expect(new Set(deliveries.map(({ state }: { state: string }) => state))).toEqual(new Set(['dead']));
    });
    await sandbox.control('webhook-endpoint', undefined, 'DELETE');
  });
});
