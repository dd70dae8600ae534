import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { signature } from '../../sandbox/src/paypal/event-object.js';
import { startSandbox } from '../../sandbox/src/server.js';
import { sandboxSettings } from '../../sandbox/src/settings.js';
import { planStart } from './plan.js';
import { freePort } from './ports.js';

interface Told {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Stands at the address of the shop and keeps what the gateways tell it, by address. */
async function listening(port: number): Promise<{ readonly told: Map<string, Told>; readonly close: () => void }> {
  const told = new Map<string, Told>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => {
      told.set(request.url!, { headers: request.headers, body });
      response.end();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { told, close: () => void (server.closeAllConnections(), server.close()) };
}

describe('a shop that is started', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('is told by the sandbox what happens at Stripe and at PayPal, signed so that it can tell', async () => {
    const port = await freePort();
    const { env } = await planStart({ PORT: String(port) });
    const shop = await listening(port);
    const sandbox = await startSandbox(sandboxSettings({ ...env, SANDBOX_DATABASE_URL: database.url, LOG_LEVEL: 'silent' }));
    const post = (path: string, headers: Record<string, string>, body: string | URLSearchParams) => fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body });

    await post('/v1/payment_intents', { authorization: `Bearer ${env['STRIPE_SECRET_KEY']}` }, new URLSearchParams({
      amount: '100', currency: 'eur', confirm: 'true', payment_method: 'pm_card_visa', 'automatic_payment_methods[enabled]': 'true', 'automatic_payment_methods[allow_redirects]': 'never',
    }));
    const basic = `Basic ${btoa(`${env['PAYPAL_CLIENT_ID']}:${env['PAYPAL_CLIENT_SECRET']}`)}`;
    const { access_token: token }: any = await (await post('/v1/oauth2/token', { authorization: basic }, new URLSearchParams({ grant_type: 'client_credentials' }))).json();
    const order = { intent: 'CAPTURE', purchase_units: [{ reference_id: 'one', amount: { currency_code: 'EUR', value: '1.00' } }] };
    const { id }: any = await (await post('/v2/checkout/orders', { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, JSON.stringify(order))).json();
    await post(`/paypal/checkoutnow/approve?token=${id}`, { 'content-type': 'application/json' }, '{}');

    await eventually(() => expect([...shop.told.keys()].toSorted()).toEqual(['/v1/gateway-webhooks/paypal', '/v1/gateway-webhooks/stripe']));
    expect([env['STRIPE_API_BASE'], env['PAYPAL_API_BASE']]).toEqual([sandbox.url, sandbox.url]);
    expect(shop.told.get('/v1/gateway-webhooks/stripe')!.headers['stripe-signature']).toMatch(/^t=\d+,v1=/);
    const { headers, body } = shop.told.get('/v1/gateway-webhooks/paypal')!;
    const [transmission, time] = [String(headers['paypal-transmission-id']), String(headers['paypal-transmission-time'])];
    expect(headers['paypal-transmission-sig']).toBe(signature(transmission, time, env['PAYPAL_WEBHOOK_ID']!, body));
    await sandbox.close();
    shop.close();
  });

  it('keeps to the gateways that it was given', async () => {
    const { env: stripe } = await planStart({ STRIPE_SECRET_KEY: 'sk_test_own' });
    const { env: payPal } = await planStart({ PAYPAL_CLIENT_ID: 'own' });

    expect(Object.keys(stripe).filter((name) => /STRIPE|PAYPAL/.test(name))).toEqual([]);
    expect(Object.keys(payPal).filter((name) => /STRIPE|PAYPAL/.test(name))).toEqual(['STRIPE_API_BASE', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']);
  });

  it('tells its metrics where no other shop of this machine does', async () => {
    const usual = createServer().listen(9464, '127.0.0.1').on('error', () => undefined);
    await Promise.race([once(usual, 'listening'), once(usual, 'error')]);

    const [beside, given, none] = [await planStart({ WORKER_PORT: '3901' }), await planStart({ METRICS_PORT: '3900', WORKER_PORT: '3901' }), await planStart({ METRICS_PORT: '0', WORKER_PORT: '3901' })];
    usual.close();

    expect(beside.env['METRICS_PORT']).toMatch(/^\d+$/);
    expect(['9464', '0']).not.toContain(beside.env['METRICS_PORT']);
    expect(given.metrics).toEqual(['http://localhost:3900/metrics', 'http://localhost:3901/metrics']);
    expect(none.metrics).toEqual(['http://localhost:3901/metrics']);
  });
});
