import { randomBytes, randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { ADDRESS, card } from '../support/journey.js';
import { Program } from '../support/program.js';
import { ADMIN_KEY } from '../support/shop.js';

const PATH = '/v1/test/clock';

describe('a shop of several processes', () => {
  let databases: TestDatabase[] = [];
  let programs: Program[] = [];
  let one: Program;
  let two: Program;
  let sandbox: Program;

  beforeAll(async () => {
    const [shop, books] = (databases = await Promise.all([createTestDatabase(), createTestDatabase()]));
    sandbox = await Program.start('sandbox', { env: { SANDBOX_DATABASE_URL: books!.url } });
    const env = {
      DATABASE_URL: shop!.url, HOLDFAST_SECRET: randomBytes(32).toString('base64url'), HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true',
      STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: sandbox.url, PUBLIC_URL: 'http://shop.test',
    };
    one = await Program.start('api', { env });
    programs = [one, sandbox, ...(await Promise.all([Program.start('api', { env }), Program.start('worker', { env })]))];
    two = programs[2]!;
  }, 120_000);
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  const ask = async (program: Program, method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<any> => {
    const answer = await fetch(`${program.url}${path}`, {
      method,
      headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.json();
  };
  const admin = (path: string, body: object) => ask(one, 'POST', path, body, { authorization: `Bearer ${ADMIN_KEY}` });

  it('has one clock: what one API moves is moved in the other, in the worker and in the sandbox', async () => {
    const product = await admin('/v1/admin/products', { title: 'Mug', handle: 'mug', status: 'published', variants: [{ prices: [{ amount: 1_999, currency: 'EUR' }] }] });
    const variant_id = product.variants[0].id;
    await admin('/v1/admin/stock-adjustments', { reason: 'received', adjustments: [{ variant_id, delta: 1 }] });
    const cart = await ask(two, 'POST', '/v1/carts', { currency: 'EUR', email: 'ada@example.com', shipping_address: ADDRESS, lines: [{ variant_id, quantity: 1 }] });
    const headers = { 'holdfast-cart-token': cart.token };
    const refused = await ask(two, 'POST', '/v1/checkouts', { cart_id: cart.id, payment: card('pm_card_visa_chargeDeclined') }, headers);
    expect(refused.code).toBe('payment-declined');

    const moved = await ask(one, 'POST', PATH, { advance_seconds: 960 });

    expect(moved.offset_seconds).toBe(960);
    expect((await ask(sandbox, 'GET', '/_sandbox/clock')).offset_seconds).toBe(960);
    await eventually(async () => expect((await ask(two, 'GET', PATH)).offset_seconds).toBe(960));
    // Only the worker opens carts again.
    await eventually(async () => expect((await ask(two, 'GET', `/v1/carts/${cart.id}`, undefined, headers)).status).toBe('open'));
    expect((await ask(two, 'GET', `/v1/checkouts/${refused.checkout_id}`, undefined, headers)).status).toBe('expired');
  });

  it('keeps its time when processes die: one that starts later knows it, and an API without its sandbox moves nothing', async () => {
    await sandbox.kill();

    const refused = await ask(two, 'POST', PATH, { advance_seconds: 3_600 });

    expect(refused.status).toBe(503);
    const before = (await ask(one, 'GET', PATH)).offset_seconds;
    expect((await ask(two, 'GET', PATH)).offset_seconds).toBe(before);
    const again = await Program.start('sandbox', { env: { SANDBOX_DATABASE_URL: databases[1]!.url } });
    programs.push(again);
    expect((await ask(again, 'GET', '/_sandbox/clock')).offset_seconds).toBe(before);
  }, 30_000);
});
