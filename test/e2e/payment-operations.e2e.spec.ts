import { randomUUID } from 'node:crypto';
import { toUuid } from '@holdfast/kernel';
import { booksOf, noScripts, script } from '../support/gateway.js';
import { card, expectProof, MANUAL } from '../support/journey.js';
import { act, euros, paid, paymentNow } from '../support/payments.js';
import { ownerOf } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('operations on payments, asked for by staff', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const chargeOf = async ({ checkoutId }: { checkoutId: string }) => (await booksOf(shop.sandbox.url, checkoutId)).charges[0];

  it('capture what was authorized and give it back, in parts and with the rest', async () => {
    const payment = await paid(shop);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'authorized', allowed_actions: ['capture', 'void'], captured: euros(0) });
    expect((await shop.admin('GET', `/v1/admin/orders/${payment.orderId}`)).body.payments).toMatchObject([{ allowed_actions: ['capture', 'void'] }]);

    const captured = await act(shop, payment, 'captures');
    const part = await act(shop, payment, 'refunds', 500);
    const rest = await act(shop, payment, 'refunds');

    expect([captured.status, part.status, rest.status]).toEqual([201, 201, 201]);
    expect(captured.body).toMatchObject({ kind: 'capture', status: 'succeeded', amount: euros(2_000), actor: expect.stringMatching(/^key_/), needs_human: false });
    expect([part.body.amount, rest.body.amount]).toEqual([euros(500), euros(1_500)]);
    expect(part.body.reference).toMatch(/^re_/);
    expect(await chargeOf(payment)).toMatchObject({ amount_captured: 2_000, amount_refunded: 2_000 });
    const now = await paymentNow(shop, payment);
    expect(now).toMatchObject({ status: 'refunded', captured: euros(2_000), refunded: euros(2_000), allowed_actions: [] });
    expect(now.operations.map(({ kind, status }: any) => [kind, status])).toEqual([['authorize', 'succeeded'], ['capture', 'succeeded'], ['refund', 'succeeded'], ['refund', 'succeeded']]);
  });

  it('book as voided what a capture of a part releases at the gateway', async () => {
    const payment = await paid(shop);

    const { status } = await act(shop, payment, 'captures', 1_200);

    expect(status).toBe(201);
    expect(await chargeOf(payment)).toMatchObject({ amount_captured: 1_200 });
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'captured', captured: euros(1_200), voided: euros(800), allowed_actions: ['refund'] });
  });

  it('release an authorization', async () => {
    const payment = await paid(shop);

    expect((await act(shop, payment, 'voids')).status).toBe(201);

    expect((await booksOf(shop.sandbox.url, payment.checkoutId)).intents).toMatchObject([{ status: 'canceled' }]);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'voided', voided: euros(2_000), allowed_actions: [] });
  });

  it('take a transfer as it arrives, in several parts, and release the rest', async () => {
    const payment = await paid(shop, { payment: MANUAL });

    expect([(await act(shop, payment, 'captures', 700)).status, (await act(shop, payment, 'captures', 800)).status, (await act(shop, payment, 'voids', 100)).status]).toEqual([201, 201, 201]);

    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'partially_captured', captured: euros(1_500), voided: euros(100), allowed_actions: ['capture', 'void', 'refund'] });
  });

  it.each<[string, 'captures' | 'voids' | 'refunds', object, number, object]>([
    ['a refund before any capture', 'refunds', {}, 409, { code: 'payment-action-not-allowed', action: 'refund', allowed_actions: ['capture', 'void'] }],
    ['a capture of more than there is', 'captures', { amount: euros(2_001) }, 409, { code: 'payment-amount-beyond-bounds', available: euros(2_000), allowed_actions: ['capture', 'void'] }],
    ['another currency', 'captures', { amount: { amount: 1, currency: 'USD' } }, 422, { code: 'payment-currency-mismatch', currency: 'EUR' }],
    ['a void of a part where the gateway cannot', 'voids', { amount: euros(1) }, 422, { code: 'partial-operation-not-possible' }],
    ['an amount of nothing', 'captures', { amount: euros(0) }, 400, { code: 'invalid-request' }],
  ])('refuse %s, and do nothing', async (_, action, body, status, problem) => {
    const payment = await paid(shop);

    expect(await shop.admin('POST', `/v1/admin/payments/${payment.id}/${action}`, body)).toMatchObject({ status, body: problem });

    const now = await paymentNow(shop, payment);
    expect([now.status, now.operations.length]).toEqual(['authorized', 1]);
    expect(await chargeOf(payment)).toMatchObject({ amount_captured: 0 });
  });

  it('happen once for one key, whose answer stays', async () => {
    const payment = await paid(shop, { payment: card() });
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 5 }, () => act(shop, payment, 'refunds', 300, key)));
    const again = await act(shop, payment, 'refunds', 300, key);
    const other = await act(shop, payment, 'refunds', 301, key);

    expect(answers.filter(({ status, body }) => status !== 201 && body.code !== 'request-in-progress')).toEqual([]);
    expect([again.status, again.headers.get('idempotent-replayed'), other.body.code]).toEqual([201, 'true', 'idempotency-key-reused']);
    expect(await chargeOf(payment)).toMatchObject({ amount_refunded: 300 });
    expect((await shop.admin('POST', `/v1/admin/payments/${payment.id}/refunds`, {}, { 'idempotency-key': '' })).status).toBe(400);
  });

  it.each(['capture', 'cancel', 'refund'] as const)('keep the money of a %s set aside while nobody knows, and come to the truth', async (operation) => {
    const payment = await paid(shop, operation === 'refund' ? { payment: card() } : {});
    const action = ({ capture: 'captures', cancel: 'voids', refund: 'refunds' } as const)[operation];
    const key = randomUUID();
    await script(shop.sandbox.url, { fault: 'succeed_then_500', operation });

    const first = await act(shop, payment, action, undefined, key);
    const meanwhile = await act(shop, payment, action);

    expect([first.status, first.body.status]).toEqual([202, 'unknown']);
    expect([meanwhile.status, meanwhile.body.allowed_actions]).toEqual([409, []]);
    const { in_flight } = await paymentNow(shop, payment);
    expect(Object.values(in_flight)).toContainEqual(euros(2_000));

    const synced = await shop.admin('POST', `/v1/admin/payments/${payment.id}/syncs`);
    const told = await act(shop, payment, action, undefined, key);
    const again = await act(shop, payment, action, undefined, key);

    expect(synced.body.operations.at(-1).status).toBe('succeeded');
    expect([told.status, told.body.id, told.body.status]).toEqual([201, first.body.id, 'succeeded']);
    expect(again.text).toBe(told.text);
    const { charges, refunds } = await booksOf(shop.sandbox.url, payment.checkoutId);
    expect([charges.length, refunds.length]).toEqual([1, operation === 'refund' ? 1 : 0]);
  });

  it('free the money of what the gateway surely refused', async () => {
    const payment = await paid(shop, { payment: card() });
    // The gateway knows of a refund that the shop does not: what is asked for next is more than it has.
    const { intents } = await booksOf(shop.sandbox.url, payment.checkoutId);
    await fetch(`${shop.sandbox.url}/v1/refunds`, { method: 'POST', headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' }, body: `payment_intent=${intents[0].id}&amount=500` });

    const refused = await act(shop, payment, 'refunds');

    expect([refused.status, refused.body.status]).toEqual([201, 'failed']);
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'captured', in_flight: { refunding: euros(0) }, allowed_actions: ['refund'] });
    await act(shop, payment, 'refunds', 1_500);
  });

  it('need a scope, and show nothing that is not there', async () => {
    const key = await shop.admin('POST', '/v1/admin/api-keys', { name: 'Reader', scopes: ['payments:read'] });
    const headers = { authorization: `Bearer ${key.body.secret}`, 'idempotency-key': randomUUID() };
    const payment = await paid(shop);

    expect((await shop.ask('GET', `/v1/admin/payments/${payment.id}`, { headers })).status).toBe(200);
    expect((await shop.ask('POST', `/v1/admin/payments/${payment.id}/captures`, { headers, body: {} })).body.code).toBe('forbidden');
    expect((await shop.admin('POST', '/v1/admin/payments/pay_01h455vb4pex5vsknk084sn02q/captures', {})).status).toBe(404);
  });

  it('are found by gateway, status and checkout, page by page', async () => {
    const payments = [await paid(shop, { payment: MANUAL }), await paid(shop, { payment: MANUAL })];
    const list = async (query: string) => (await shop.admin('GET', `/v1/admin/payments?${query}`)).body;

    const one = await list('gateway=manual&status=authorized&limit=1');
    const next = await list(`gateway=manual&status=authorized&limit=1&cursor=${one.page.next_cursor}`);

    expect([one.data[0].id, next.data[0].id]).toEqual([payments[1]!.id, payments[0]!.id]);
    expect((await list(`checkout=${payments[0]!.checkoutId}`)).data.map(({ id }: any) => id)).toEqual([payments[0]!.id]);
  });
});

describe('an operation that the gateway could not be made to tell about', () => {
  let shop: Shop;
  let staff: Awaited<ReturnType<typeof ownerOf>>;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
    staff = await ownerOf(shop);
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** A refund that never arrived, a day ago. */
  async function forgotten() {
    const payment = await paid(shop, { payment: card() });
    await script(shop.sandbox.url, { fault: 'fail_before', operation: 'refund' });
    const { body } = await act(shop, payment, 'refunds');
    await sql(shop.database.url, `update payments.operations set created_at = now() - interval '24 hours' where id = $1`, [toUuid(body.id)]);
    await shop.admin('POST', `/v1/admin/payments/${payment.id}/syncs`);
    return { payment, operation: body.id as string };
  }
  const resolve = (operation: string, body: object, headers = staff.headers) => shop.ask('POST', `/v1/admin/operations/${operation}/resolutions`, { headers, body: { note: 'Looked at the dashboard.', ...body } });

  it('waits for a person, is decided once, and says who decided what and why', async () => {
    const { payment, operation } = await forgotten();
    const waiting = (await shop.admin('GET', '/v1/admin/payments?needs_human=true')).body.data;
    expect(waiting.map(({ id, needs_human }: any) => [id, needs_human])).toEqual([[payment.id, true]]);

    const { status, body } = await resolve(operation, { outcome: 'failed' });
    const again = await resolve(operation, { outcome: 'succeeded' });

    expect([status, body]).toMatchObject([201, { status: 'failed', code: 'resolved-by-hand', needs_human: false, resolution: { outcome: 'failed', note: 'Looked at the dashboard.', actor: expect.stringMatching(/^stf_/) } }]);
    expect(again).toMatchObject({ status: 409, body: { code: 'operation-needs-no-human', operation_state: 'failed' } });
    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'captured', needs_human: false, in_flight: { refunding: euros(0) }, allowed_actions: ['refund'] });
    const audited = await shop.admin('GET', '/v1/admin/audit-entries?limit=20');
    expect(audited.body.data).toContainEqual(expect.objectContaining({ resource: 'payments.resolutions', operation: 'insert', actor: body.resolution.actor }));
  });

  it('counts as done when a person saw that it was', async () => {
    const { payment, operation } = await forgotten();

    expect((await resolve(operation, { outcome: 'succeeded', reference: 're_seen' })).body).toMatchObject({ status: 'succeeded', reference: 're_seen' });

    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'refunded', refunded: euros(2_000) });
  });

  it('is decided by the gateway when it can tell after all', async () => {
    const { payment, operation } = await forgotten();
    const { intents } = await booksOf(shop.sandbox.url, payment.checkoutId);
    await fetch(`${shop.sandbox.url}/v1/refunds`, { method: 'POST', headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' }, body: `payment_intent=${intents[0].id}&metadata[holdfast_operation]=${operation}` });

    expect(await resolve(operation, { outcome: 'failed' })).toMatchObject({ status: 409, body: { code: 'operation-needs-no-human', operation_state: 'succeeded' } });

    expect(await paymentNow(shop, payment)).toMatchObject({ status: 'refunded' });
  });

  it('is decided by no machine, and only while it waits for a person', async () => {
    const { operation } = await forgotten();
    const fresh = await act(shop, await paid(shop, { payment: card() }), 'refunds');

    expect((await shop.admin('POST', `/v1/admin/operations/${operation}/resolutions`, { outcome: 'failed', note: 'Machines do not look.' })).body.code).toBe('staff-only');
    expect((await resolve(fresh.body.id, { outcome: 'failed' })).body.code).toBe('operation-needs-no-human');
    expect((await resolve(operation, { outcome: 'failed' })).status).toBe(201);
  });
});
