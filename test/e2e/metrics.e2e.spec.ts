import { randomUUID } from 'node:crypto';
import { toUuid } from '@holdfast/kernel';
import { MetricsListener } from '@holdfast/platform';
import { serverUrl } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';
import { card, cartWith, checkOut, sellable } from '../support/journey.js';
import { Scrape } from '../support/scrape.js';
import { sql } from '../support/sql.js';
import { dashboardExpressions, metricsIn, rules, valuesIn } from '../support/watching.js';

const asked = [...rules().map(({ expr }) => expr), ...dashboardExpressions()];
const REQUESTS = 'http_server_request_duration_seconds_count';

describe('what a shop tells Prometheus', () => {
  let shop: Shop;
  let api: string;
  let worker: string;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    api = await shop.app.get(MetricsListener, { strict: false }).listen(0, '127.0.0.1');
    await shop.worker!.listen(0, '127.0.0.1');
    worker = `${await shop.worker!.getUrl()}/metrics`;
  });
  afterAll(() => shop.close());

  const buy = async (method?: string) => checkOut(shop, await cartWith(shop, [await sellable(shop), 1]), { payment: card(method) });

  it('is not told to those who reach the API', async () => {
    const { status, body } = await shop.ask('GET', '/metrics', { unchecked: true });

    expect([status, body.code]).toEqual([404, 'not-found']);
  });

  it('counts each request by its route, and not those who watch', async () => {
    const route = { http_request_method: 'POST', http_route: '/v1/checkouts', http_response_status_code: '201' };
    const before = await Scrape.of(api);

    await buy();
    await fetch(`${shop.url}/livez`);
    const after = await Scrape.of(api);

    expect((after.value(REQUESTS, route) ?? 0) - (before.value(REQUESTS, route) ?? 0)).toBe(1);
    expect(after.value(REQUESTS, { http_route: '/livez' })).toBeUndefined();
  });

  it('counts refusals by their problem', async () => {
    const count = async (code: string) => (await Scrape.of(api)).value('holdfast_refusals_total', { code }) ?? 0;
    const [missing, declined] = [await count('not-found'), await count('payment-declined')];

    await shop.ask('GET', '/v1/products/prod_01h455vb4pex5vsknk084sn02q');
    await buy('pm_card_visa_chargeDeclined');

    expect([await count('not-found'), await count('payment-declined')]).toEqual([missing + 1, declined + 1]);
  });

  it('shows bulkheads, connections and the event loop', async () => {
    const scrape = await Scrape.of(api);

    expect(scrape.value('holdfast_bulkhead_limit', { bulkhead: 'checkouts' })).toBeGreaterThan(0);
    expect(scrape.value('db_client_connection_max', { db_client_connection_pool_name: 'shop' })).toBe(10);
    expect(scrape.value('nodejs_eventloop_delay_p99_seconds')).toBeGreaterThanOrEqual(0);
    expect(scrape.value('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('is told by a worker beside its probes', async () => {
    expect((await Scrape.of(worker)).value('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('counts what was committed, calls of gateways and jobs', async () => {
    const placed = { type: 'ordering.order-placed.v1' };
    const authorized = { gateway: 'stripe', operation: 'authorize', outcome: 'succeeded' };
    const confirmed = { messaging_destination_name: 'events', holdfast_job: 'dispatch-event', error_type: '' };
    const before = await Scrape.of(api, worker);

    await buy();

    const since = (after: Scrape, name: string, labels: Record<string, string>) => (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0);
    await eventually(async () => {
      const after = await Scrape.of(api, worker);
      expect(since(after, 'holdfast_events_committed_total', placed)).toBe(1);
      expect(since(after, 'holdfast_gateway_call_duration_seconds_count', authorized)).toBe(1);
      expect(since(after, 'messaging_process_duration_seconds_count', confirmed)).toBeGreaterThan(0);
    });
  });

  it('has figures of the whole shop from a worker', async () => {
    await eventually(async () => {
      const scrape = await Scrape.of(worker);
      expect(scrape.samples.filter(({ name, value }) => name === 'holdfast_metrics_source_up' && value !== 1)).toEqual([]);
      expect(scrape.value('holdfast_queue_jobs', { queue: 'mail', state: 'failed' })).toBe(0);
      expect(scrape.value('holdfast_outbox_unpublished_events')).toBe(0);
    });
  });

  it('has what is undecided and what is held, as the tables have it', async () => {
    const { body } = await buy();
    const cart = await cartWith(shop, [await sellable(shop), 7]);
    await shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
    await sql(
      shop.database.url,
      `insert into payments.operations (id, payment_id, kind, amount, currency, state, needs_human, created_at)
       select gen_random_uuid(), id, 'refund', 100, 'EUR', 'unknown', true, now() - interval '1 hour' from payments.payments where checkout_id = $1`,
      [toUuid(body.id)],
    );

    await eventually(async () => {
      const scrape = await Scrape.of(worker);
      expect(scrape.value('holdfast_payment_operations_undecided', { state: 'unknown' })).toBe(1);
      expect(scrape.value('holdfast_payment_operations_needing_people')).toBe(1);
      expect(scrape.value('holdfast_payment_operations_oldest_unknown_age_seconds')).toBeGreaterThan(3_590);
      expect(scrape.value('holdfast_stock_holds_unpaid_units')).toBeGreaterThanOrEqual(7);
      expect(scrape.value('holdfast_checkouts_live', { status: 'open' })).toBeGreaterThan(0);
    });
    await sql(shop.database.url, `delete from payments.operations where needs_human`);
  });

  it('has each invariant as it was found last', async () => {
    await shop.admin('GET', '/v1/ops/invariants');

    const scrape = await Scrape.of(api);

    expect(scrape.value('holdfast_invariant_offenders', { invariant: 'I1' })).toBe(0);
    expect(scrape.value('holdfast_invariant_last_check_timestamp_seconds', { invariant: 'I1' })).toBeGreaterThan(Date.now() / 1_000 - 60);
  });

  describe('after checkouts of all kinds', () => {
    let scrape: Scrape;

    beforeAll(async () => {
      await buy();
      await begin({ ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.test/back' });
      await begin();
      const { cart, id } = await begin();
      await shop.ask('DELETE', `/v1/checkouts/${id}`, { headers: cart.headers });
      await shop.admin('GET', '/v1/ops/invariants');
      await shop.advance(24 * 3_600);
      await eventually(async () => {
        scrape = await Scrape.of(api, worker);
        expect(scrape.value('holdfast_events_committed_total', { type: 'ordering.checkout-expired.v1' })).toBeGreaterThan(0);
        expect(scrape.value('nodejs_gc_duration_seconds_sum')).toBeGreaterThan(0);
      });
    });

    const begin = async (payment?: object) => {
      const cart = await cartWith(shop, [await sellable(shop), 1]);
      const opened = await shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id, payment } });
      expect(opened.status).toBe(201);
      return { cart, id: opened.body.id as string };
    };

    it('every metric that the dashboard and the alerts name is there', () => {
      // `up` is of Prometheus itself.
      const there = new Set([...scrape.names, ...rules().flatMap(({ record = [] }) => record), 'up']);

      expect([...new Set(asked.flatMap(metricsIn))].filter((name) => !there.has(name))).toEqual([]);
    });

    it.each(['type', 'bulkhead', 'http_route', 'queue', 'state', 'messaging_destination_name'])('so is every value of the label %s that they ask for', (label) => {
      const there = new Set(scrape.samples.map(({ labels }) => labels[label]));

      expect([...new Set(asked.flatMap((expr) => valuesIn(expr, label)))].filter((value) => !there.has(value))).toEqual([]);
    });

    it('no label tells who or what was asked for', () => {
      const values = new Set(scrape.samples.flatMap(({ labels }) => Object.values(labels)));
      const revealing = [...values].filter((value) => /@|[a-z]{2,}_[0-9a-z]{26}|[0-9a-f]{8}-[0-9a-f]{4}|\d{6,}|ada|hamburg|mug/i.test(value));

      expect(values.size).toBeGreaterThan(50);
      expect(revealing).toEqual([]);
    });
  });

  it('is told as well while the database is away, but for what would have to be read there', async () => {
    const name = new URL(shop.database.url).pathname.slice(1);
    const outbox = (scrape: Scrape) => [scrape.value('holdfast_metrics_source_up', { source: 'outbox' }), scrape.value('holdfast_outbox_unpublished_events')];
    await sql(serverUrl(), `alter database ${name} with allow_connections false`);
    await sql(serverUrl(), `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    try {
      await eventually(async () => expect(outbox(await Scrape.of(worker))).toEqual([0, undefined]));
      await shop.ask('GET', '/v1/products');

      expect((await Scrape.of(api)).value('holdfast_refusals_total', { code: 'temporarily-unavailable' })).toBeGreaterThan(0);
    } finally {
      await sql(serverUrl(), `alter database ${name} with allow_connections true`);
    }
    await eventually(async () => expect(outbox(await Scrape.of(worker))).toEqual([1, expect.any(Number)]));
  });
});
