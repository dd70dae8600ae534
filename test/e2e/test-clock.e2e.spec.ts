import { randomUUID } from 'node:crypto';
import { toUuid } from '@holdfast/kernel';
import { eventually } from '../support/eventually.js';
import { booksOf, noScripts, operationsOf, ordersOf, script } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { customerOf } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { connectWebhooks, deliveriesOf, eventBody, eventsOf, openDispute, signature, standingOf } from '../support/webhooks.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PATH = '/v1/test/clock';

describe('a shop whose clock is moved', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    await connectWebhooks(shop);
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await eventually(() => expectProof(shop));
    await shop.close();
  });

  const clock = async () => (await shop.ask('GET', PATH)).body as { now: string; offset_seconds: number };
  const shopTime = async (): Promise<number> => Date.parse((await clock()).now);
  const declined = card('pm_card_visa_chargeDeclined');
  const expectNear = (time: unknown, expected: number) => expect(Math.abs(new Date(time as string).getTime() - expected)).toBeLessThan(MINUTE * 1_000);

  it('has moved API, database and sandbox when it answers, and tells what time it is', async () => {
    const { offset_seconds: before } = await clock();

    const answer = await shop.ask('POST', PATH, { body: { advance_seconds: 90 } });

    expect(answer).toMatchObject({ status: 200, body: { offset_seconds: before + 90 } });
    expectNear(answer.body.now, Date.now() + (before + 90) * 1_000);
    expect(await sql(shop.database.url, 'select round(extract(epoch from test_clock.now() - now()))::int as ahead')).toEqual([{ ahead: before + 90 }]);
    expect(await (await fetch(`${shop.sandbox.url}/_sandbox/clock`)).json()).toMatchObject({ offset_seconds: before + 90 });
  });

  it.each([[0], [-5], [1.5], ['60'], [315_360_001], [undefined]])('is not moved by %j seconds', async (advance_seconds) => {
    const before = await clock();

    expect((await shop.ask('POST', PATH, { body: { advance_seconds } })).status).toBe(400);

    expect((await clock()).offset_seconds).toBe(before.offset_seconds);
  });

  it('expires a checkout: the stock is free, the cart is open again', async () => {
    const variant = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [variant, 1]);
    const { body } = await checkOut(shop, cart, { payment: declined });
    expect(await available(shop, variant)).toBe(0);

    await shop.advance(16 * MINUTE);

    await eventually(async () => {
      expect(await available(shop, variant)).toBe(1);
      expect((await shop.ask('GET', `/v1/checkouts/${body.checkout_id}`, { headers: cart.headers })).body.status).toBe('expired');
      expect((await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers })).body.status).toBe('open');
    });
  });

  it('writes down when things happened by that clock', async () => {
    await shop.advance(DAY);
    const variant = await sellable(shop, { stock: 1 });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]));
    const now = await shopTime();

    const [event] = await sql(shop.database.url, `select occurred_at from platform.outbox where type = 'ordering.order-placed.v1' and subject = $1`, [toUuid(body.order.id)]);
    const { body: audit } = await shop.admin('GET', '/v1/admin/audit-entries?limit=1');
    for (const time of [event!['occurred_at'], audit.data[0].created_at ?? audit.data[0].occurred_at, body.order.placed_at ?? body.order.created_at]) expectNear(time, now);
  });

  describe('for who is logged in', () => {
    const me = (headers: Record<string, string>) => shop.ask('GET', '/v1/customers/me', { headers });
    const refresh = async (refresh_token: string) => (await shop.ask('POST', '/v1/sessions/refreshes', { body: { refresh_token } }));

    it('ends access tokens, while refresh tokens go on', async () => {
      const ada = await customerOf(shop);
      expect((await me(ada.headers)).status).toBe(200);

      await shop.advance(HOUR);

      expect((await me(ada.headers)).status).toBe(401);
      const { status, body } = await refresh(ada.refreshToken);
      expect(status).toBe(201);
      expect((await me({ authorization: `Bearer ${body.access_token}` })).status).toBe(200);
    });

    it('ends a session that nobody uses for 30 days, and every one after 90', async () => {
      const [idle, busy] = [await customerOf(shop), await customerOf(shop)];
      let token = busy.refreshToken;
      const statuses: number[] = [];
      for (const days of [29, 29, 29, 4]) {
        await shop.advance(days * DAY);
        const { status, body } = await refresh(token);
        statuses.push(status);
        token = body.refresh_token ?? token;
      }

      expect(statuses).toEqual([201, 201, 201, 401]);
      expect((await refresh(idle.refreshToken)).status).toBe(401);
    });
  });

  describe('for links in mails', () => {
    const mailTo = (email: string): Promise<string> =>
      eventually(async () => {
        const { body } = await shop.ask('GET', '/v1/test/mailbox?limit=100');
        const mail = body.data.find(({ to }: { to: string }) => to === email);
        expect(mail).toBeDefined();
        return mail.text as string;
      });
    const written = (text: string, label: string): string => new RegExp(`^${label}: (\\S+)$`, 'm').exec(text)![1]!;
    const PASSWORD = 'four small rain boots';

    async function reset() {
      const { email } = await customerOf(shop);
      await shop.ask('POST', '/v1/password-resets', { body: { email } });
      const mail = await mailTo(email);
      const id = [...mail.matchAll(/pwr_\w+/g)][0]![0];
      return () => shop.ask('POST', `/v1/password-resets/${id}/confirmations`, { body: { token: written(mail, 'Token'), password: PASSWORD } });
    }

    async function invitation() {
      const { body: roles } = await shop.admin('GET', '/v1/admin/roles');
      const email = `${randomUUID()}@example.com`;
      await shop.admin('POST', '/v1/admin/staff', { email, name: 'Grace Hopper', role_id: roles.data[0].id });
      const mail = await mailTo(email);
      return () => shop.ask('POST', `/v1/staff-invitations/${written(mail, 'Invitation')}/confirmations`, { body: { token: written(mail, 'Token'), password: PASSWORD } });
    }

    it.each([['a new password', reset, 8 * DAY], ['an invitation', invitation, 30 * DAY]])('ends one to %s, that would still work without', async (_, ask, seconds) => {
      const [used, late] = [await ask(), await ask()];
      expect([200, 201, 204]).toContain((await used()).status);

      await shop.advance(seconds);

      expect((await late()).status).toBeGreaterThanOrEqual(400);
    });
  });

  it('asks a gateway that says nothing for 23 hours, as often as planned, and then a person', async () => {
    const variant = await sellable(shop, { stock: 1 });
    await script(shop.sandbox.url, { fault: 'succeed_then_drop' }, { fault: 'fail_before', times: 500 }, { fault: 'fail_before', operation: 'retrieve', times: 500 });
    const { body, status } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: card() });
    expect(status).toBe(202);
    const asked = async () => (await sql(shop.database.url, 'select checks, needs_human from payments.operations where payment_id = (select id from payments.payments where checkout_id = $1)', [toUuid(body.id)]))[0]!;

    for (let pauses = 0; pauses < 60 && !(await asked())['needs_human']; pauses++) {
      const { checks } = await asked();
      await shop.advance(checks < 5 ? [2, 10, 30, 120, 600][checks as number]! : HOUR);
      await eventually(async () => expect((await asked())['checks']).toBeGreaterThan(checks as number));
    }

    const { needs_human, checks } = await asked();
    expect(needs_human).toBe(true);
    // Five short pauses, then hourly until the key is too old to be used again.
    expect(checks).toBeGreaterThanOrEqual(28);
    expect(checks).toBeLessThanOrEqual(30);
    expect((await operationsOf(shop, body.id))[0]).toMatchObject({ state: 'unknown' });
    // The gateway has forgotten the key by now. Once it speaks again, it is asked what became of it and never to do it again.
    await noScripts(shop.sandbox.url);
    await shop.advance(2 * HOUR);
    expect((await booksOf(shop.sandbox.url, body.id)).charges).toHaveLength(1);
  }, 120_000);

  it('forgets idempotency keys after their week, and the buyer of a cart that nobody wants', async () => {
    const variant = await sellable(shop, { stock: 2 });
    const [bought, left] = [await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1])];
    const key = randomUUID();
    await checkOut(shop, bought, { key });
    const keys = () => sql(shop.database.url, 'select from platform.idempotency_keys where key = $1', [key]);
    const emails = () => sql(shop.database.url, 'select email from ordering.carts where id = $1', [toUuid(left.id)]);

    await shop.advance(6 * DAY);
    expect(await checkOut(shop, bought, { key })).toMatchObject({ status: 201 });
    await shop.advance(3 * DAY);

    await eventually(async () => expect(await keys()).toEqual([]));
    expect(await emails()).toEqual([{ email: 'ada@example.com' }]);
    await shop.advance(30 * DAY);
    await eventually(async () => expect(await emails()).toEqual([{ email: null }]));
  });

  it('loses a dispute that nobody answered, by the bank’s clock and ours', async () => {
    const variant = await sellable(shop, { stock: 1 });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: card() });
    const { intents: [{ id: intent }] } = await booksOf(shop.sandbox.url, body.id);
    await openDispute(shop, { payment_intent: intent });
    const disputes = async () => (await shop.admin('GET', `/v1/admin/orders/${body.order.id}`)).body.disputes;
    const [open] = await eventually(async () => {
      expect(await disputes()).toMatchObject([{ status: 'open' }]);
      return disputes();
    });
    expectNear(open.evidence_due_at, (await shopTime()) + 7 * DAY * 1_000);

    await shop.advance(7 * DAY + HOUR);

    await eventually(async () => expect(await disputes()).toMatchObject([{ status: 'lost' }]));
  });

  it('lets an authorization lapse at the gateway after a week, and learns of it', async () => {
    const variant = await sellable(shop, { stock: 1 });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: { ...card(), capture: 'manual' } });
    expect(await standingOf(shop, body.id)).toMatchObject({ status: 'authorized', authorized: 1_999 });

    await shop.advance(8 * DAY);

    const { intents } = await booksOf(shop.sandbox.url, body.id);
    expect(intents).toMatchObject([{ status: 'canceled', amount_capturable: 0 }]);
    expect((await eventsOf(shop, intents[0].id)).at(-1)).toMatchObject({ type: 'payment_intent.canceled', object: { cancellation_reason: 'automatic' } });
    await eventually(async () => expect(await standingOf(shop, body.id)).toMatchObject({ status: 'voided', voided: 1_999 }));
    expect(await ordersOf(shop, body.id)).toBe(1);
  });

  it('judges webhooks by the moved clock, on both sides', async () => {
    await shop.advance(DAY);
    const variant = await sellable(shop, { stock: 1 });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: card() });
    const { intents: [{ id: intent }] } = await booksOf(shop.sandbox.url, body.id);

    await eventually(async () => expect((await deliveriesOf(shop, intent)).map(({ state }) => state)).not.toContain('pending'));
    expect(new Set((await deliveriesOf(shop, intent)).map(({ state }) => state))).toEqual(new Set(['delivered']));
    const [event] = await eventsOf(shop, intent);
    const raw = eventBody(event!);
    const told = (time: number) => shop.ask('POST', '/v1/gateway-webhooks/stripe', { raw, headers: { 'stripe-signature': signature(raw, { time }) } });
    const now = Math.floor((await shopTime()) / 1_000);
    expect([(await told(now - 290)).status, (await told(now - 310)).status, (await told(Math.floor(Date.now() / 1_000))).status]).toEqual([200, 400, 400]);
  });
});

describe('a shop that is not in test mode', () => {
  it('has no such clock: no route, nothing in its database, and the time of its server', async () => {
    const shop = await Shop.open({ worker: true, settings: { HOLDFAST_TEST_MODE: false } });
    const listening = await shop.statementsOf(() => sellable(shop));

    for (const method of ['GET', 'POST']) expect((await shop.ask(method, PATH, { unchecked: true, ...(method === 'POST' ? { body: { advance_seconds: 60 } } : {}) })).status).toBe(404);
    expect(await sql(shop.database.url, `select from pg_namespace where nspname = 'test_clock'`)).toEqual([]);
    expect(await sql(shop.database.url, `select from pg_stat_activity where datname = current_database() and query ~ 'test_clock' and pid <> pg_backend_pid()`)).toEqual([]);
    expect(listening.length).toBeGreaterThan(0);
    await shop.close();
  });
});
