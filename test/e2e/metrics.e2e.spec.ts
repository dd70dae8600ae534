import { MetricsListener } from '@holdfast/platform';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';
import { card, cartWith, checkOut, sellable } from '../support/journey.js';
import { Scrape } from '../support/scrape.js';

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

  it('has each invariant as it was found last', async () => {
    await shop.admin('GET', '/v1/ops/invariants');

    const scrape = await Scrape.of(api);

    expect(scrape.value('holdfast_invariant_offenders', { invariant: 'I1' })).toBe(0);
    expect(scrape.value('holdfast_invariant_last_check_timestamp_seconds', { invariant: 'I1' })).toBeGreaterThan(Date.now() / 1_000 - 60);
  });
});
