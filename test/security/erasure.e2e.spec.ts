import { toUuid } from '@holdfast/kernel';
import { type CatalogedColumn, DiscoveredPersonalDataHolders } from '@holdfast/platform';
import { Redis } from 'ioredis';
import { HOLDINGS } from '../../apps/composition/holdings.js';
import { Canary, columnsAboutCustomers, textsIn } from '../support/canary.js';
import { eventually } from '../support/eventually.js';
import { tablesWith } from '../support/everything.js';
import { overdue } from '../support/gateway.js';
import { expectProof, sellable } from '../support/journey.js';
import { vaultBooks } from '../support/payment-methods.js';
import { startRedis } from '../support/redis.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

/** Orders and what was paid for them, without anybody in it. */
const BOOKS = `
  select o.number, o.subtotal, o.total, o.currency, p.amount, p.authorized, p.captured, p.reference,
         (select jsonb_agg(jsonb_build_array(l.title, l.quantity, l.unit_price, l.total) order by l.position) from ordering.order_lines l where l.order_id = o.id) as lines
    from ordering.orders o left join payments.payments p on p.checkout_id = o.checkout_id order by o.number`;

// Where there is no Redis on this machine, there is nothing to be shown of it.
const redisServer = await startRedis();
afterAll(() => redisServer?.stop());

describe.each([{ queue: 'PostgreSQL', redis: undefined }, ...(redisServer ? [{ queue: 'Redis', redis: redisServer }] : [])])('what the shop knows about somebody, with its queue in $queue', ({ redis }) => {
  const log: string[] = [];
  let shop: Shop;
  let columns: CatalogedColumn[];
  let ada: Canary;
  let grace: Canary;
  let orders: string[];
  let waiting: string;
  let variant: string;
  let erasure: string;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true, settings: { REDIS_URL: redis?.url }, log: { write: (line) => void log.push(line) } });
    columns = await columnsAboutCustomers(shop);
    variant = await sellable(shop, { stock: 1_000 });
    ada = new Canary(shop, '127.0.10.1', 'TV');
    grace = new Canary(shop, '127.0.10.2', 'NU');
    for (const canary of [ada, grace]) {
      const { bought } = await canary.shopAsGuest(variant);
      const checkout = await canary.leaveCheckout(variant);
      await canary.register();
      await canary.fillAccount();
      const own = await canary.shopAsCustomer(variant);
      await canary.keepCards();
      await canary.beServed(variant);
      await canary.seedWithoutRoute();
      await canary.fail(variant);
      if (canary === ada) [orders, waiting] = [[bought, own], checkout];
    }
    await quiet();
  }, 120_000);
  afterAll(() => shop.close());

  /** All mails are sent, and nothing waits for the worker. */
  const quiet = () =>
    eventually(async () => {
      const [{ open }] = (await sql(shop.database.url, `select (select count(*) from notifications.emails where status in ('pending', 'sending'))
        + (select count(*) from platform.outbox where published_at is null) as open`)) as [{ open: string }];
      expect(Number(open)).toBe(0);
    }, 60_000);

  const valuesOf = async (canary: Canary) => Promise.all(columns.map(async (column) => [`${column.table}.${column.column}`, await canary.valuesOf(column)] as const));
  const missing = (values: Awaited<ReturnType<typeof valuesOf>>) => values.filter(([, found]) => found.length === 0).map(([name]) => name);
  const books = () => sql(shop.database.url, BOOKS);
  const erasureOf = async () => (await shop.admin('GET', `/v1/admin/erasures/${erasure}`)).body;
  const nextPass = async (): Promise<void> => {
    const [row] = await sql<{ passes: number }>(shop.database.url, `update identity.erasures set next_at = now() where id = $1 returning passes`, [toUuid(erasure)]);
    await eventually(async () => {
      const [now] = await sql<{ passes: number }>(shop.database.url, 'select passes from identity.erasures where id = $1', [toUuid(erasure)]);
      expect(now!.passes).toBeGreaterThan(row!.passes);
    }, 30_000);
  };

  it('is known by the holders that the catalog names, and by no others', async () => {
    const held = shop.app.get(DiscoveredPersonalDataHolders, { strict: false }).holdings.map(({ table }) => table);

    expect([...held].sort()).toEqual(HOLDINGS.map(({ table }) => table).sort());
  });

  it('stands in every personal column of the catalog: a column that nobody seeds here proves nothing', async () => {
    // Seed it in test/support/canary.ts, by a route if there is one.
    expect(missing(await valuesOf(ada))).toEqual([]);
    expect(missing(await valuesOf(grace))).toEqual([]);
  });

  it('is hidden in the audit log, which never forgets', async () => {
    const [entries] = await sql(shop.database.url, `select count(*)::int as carts, bool_and(after->>'email' = '[redacted]') as hidden from platform.audit_entries where resource = 'ordering.carts'`);

    expect(entries).toEqual({ carts: 2, hidden: true });
  });

  it('is given to them in one document, whole, and to nobody else', async () => {
    const asked = await shop.ask('POST', '/v1/customers/me/data-exports', { headers: ada.headers });
    expect([asked.status, asked.body.status]).toEqual([202, 'pending']);
    const path = asked.headers.get('location')!;
    await eventually(async () => expect((await shop.ask('GET', path, { headers: ada.headers })).body).toMatchObject({ status: 'ready', expires_at: expect.any(String) }), 30_000);
    const values = await valuesOf(ada);

    const { body, text, headers } = await shop.ask('GET', `${path}/content`, { headers: ada.headers });

    expect(headers.get('content-disposition')).toBe('attachment; filename="personal-data.json"');
    const given = textsIn(body).join('\n');
    for (const [column, found] of values) for (const value of found) for (const part of partsOf(value)) expect([column, given.includes(part)]).toEqual([column, true]);
    expect([text.includes(grace.marker), /password_hash|token_hash|"secret/.test(text)]).toEqual([false, false]);
    expect((await shop.ask('GET', path, { headers: grace.headers })).body.code).toBe('not-found');
    expect((await shop.ask('GET', `${path}/content`, { headers: grace.headers })).body.code).toBe('not-found');
    await quiet();
    expect((await shop.ask('GET', '/v1/test/mailbox?limit=1')).body.data[0]).toMatchObject({ to: ada.nextEmail, subject: 'Your data at Test Shop' });
  });

  it('is forgotten when they ask for it with their password', async () => {
    const before = await books();
    expect((await shop.ask('POST', '/v1/customers/me/erasure-requests', { headers: ada.headers, body: { password: 'not the password of ada' } })).body.code).toBe('wrong-password');

    const asked = await shop.ask('POST', '/v1/customers/me/erasure-requests', { headers: ada.headers, body: { password: ada.password } });

    expect([asked.status, asked.body.status]).toEqual([202, 'pending']);
    erasure = asked.body.id;
    expect((await shop.ask('GET', '/v1/customers/me', { headers: ada.headers })).status).toBe(401);
    await eventually(async () => expect((await erasureOf()).status).toBe('waiting'), 30_000);
    expect(await books()).toEqual(before);
  });

  it('waits with a reason and a date where somebody still needs it', async () => {
    const { waits } = await erasureOf();

    expect(waits.map(({ subject, reason }: { subject: string; reason: string }) => [subject, reason])).toEqual(
      expect.arrayContaining([[waiting, 'checkout-under-way'], ...orders.map((id) => [id, 'order-on-its-way'])]),
    );
    for (const { until } of waits) expect(Date.parse(until)).toBeGreaterThan(Date.now());
  });

  it('is gone from the whole database, the queue and the logs once nothing waits, and nothing of anybody else is', async () => {
    const before = { books: await books(), grace: await valuesOf(grace) };
    // One order arrives, of the other nobody says so for a month; checkouts run out of time.
    for (const status of ['processing', 'completed']) await sql(shop.database.url, `update ordering.orders set status = $2 where id = $1`, [toUuid(orders[0]!), status]);
    await sql(shop.database.url, `update ordering.orders set placed_at = placed_at - interval '31 days' where id = $1`, [toUuid(orders[1]!)]);
    for (const { subject, reason } of (await erasureOf()).waits) if (reason === 'checkout-under-way') await overdue(shop, subject);
    await eventually(async () => expect(await sql(shop.database.url, `select id from ordering.checkouts where expires_at < now() and status in ('open', 'requires_action')`)).toEqual([]), 30_000);

    for (let passes = 0; passes < 4 && (await erasureOf()).status !== 'completed'; passes++) await nextPass();

    expect(await erasureOf()).toMatchObject({ status: 'completed', waits: [] });
    await quiet();
    expect(await tablesWith(shop.database.url, ada.needles)).toEqual([]);
    expect((await queued()).filter((text) => ada.needles.some((needle) => text.includes(needle)))).toEqual([]);
    expect(log.filter((line) => ada.needles.some((needle) => line.includes(needle)))).toEqual([]);
    expect([log.length > 100, await books()]).toEqual([true, before.books]);
    expect(await valuesOf(grace)).toEqual(before.grace);
    expect([await cardsAtTheGateway(ada), await cardsAtTheGateway(grace)]).toEqual([0, 1]);
    expect(await sql(shop.database.url, 'select id from payments.payment_methods where customer_id = $1', [toUuid(ada.id)])).toEqual([]);
    await expectProof(shop);
    expect((await shop.admin('GET', `/v1/admin/customers/${ada.id}`)).body).toMatchObject({ email: null, name: '', phone: null, status: 'erased' });
    expect((await shop.admin('GET', `/v1/admin/orders/${orders[0]}`)).body).toMatchObject({ email: null, shipping_address: null, billing_address: null });
    expect((await shop.admin('GET', '/v1/admin/orders')).status).toBe(200);
    const [order] = await sql(shop.database.url, `select shipping_country, billing_country from ordering.orders where id = $1`, [toUuid(orders[0]!)]);
    expect(order).toEqual({ shipping_country: ada.country, billing_country: ada.country });
  });

  it('is forgotten when staff asks for it, once; a new account with the address stays as it is', async () => {
    const first = await shop.admin('POST', `/v1/admin/customers/${grace.id}/erasures`);
    const second = await shop.admin('POST', `/v1/admin/customers/${grace.id}/erasures`);
    expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
    expect((await shop.ask('GET', '/v1/customers/me', { headers: grace.headers })).status).toBe(401);
    erasure = first.body.id;
    await eventually(async () => expect((await erasureOf()).status).toBe('waiting'), 30_000);

    const again = new Canary(shop, '127.0.10.3', 'FM', grace.email);
    await again.register();
    await again.shopAsGuest(variant);
    await nextPass();

    expect([again.id === grace.id, (await shop.ask('GET', '/v1/customers/me', { headers: again.headers })).body.email]).toEqual([false, grace.email]);
    const [left] = await sql(shop.database.url, 'select count(*)::int as carts, count(email)::int as whole from ordering.carts where position($1 in metadata::text) > 0', [again.marker]);
    expect(left).toEqual({ carts: 2, whole: 2 });
    expect((await shop.admin('POST', `/v1/admin/customers/${grace.id.replace(/.{8}$/, '00000000')}/erasures`)).body.code).toBe('not-found');
  });

  /** How many cards the gateway itself keeps for a customer of ours. */
  async function cardsAtTheGateway({ id }: Canary): Promise<number> {
    const { customers, payment_methods: cards } = await vaultBooks(shop);
    const payer = customers.find(({ metadata }) => metadata.holdfast_customer === id);
    return cards.filter(({ customer }) => customer === payer.id).length;
  }

  /** All that the queue keeps, wherever it is. In PostgreSQL that is in the dump already. */
  async function queued(): Promise<string[]> {
    if (!redis) return [];
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    const dumps = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
    client.disconnect();
    expect(keys.length).toBeGreaterThan(5);
    return [...keys, ...dumps.map((dump) => dump?.toString('latin1') ?? '')];
  }
});

/** What has to stand in the document: of JSON each text, without the quotation that JSON needs. */
const partsOf = (value: string): string[] => (value.startsWith('{') ? textsIn(JSON.parse(value)) : [value]);
