import { toId } from '@holdfast/kernel';
import { eventually } from '../support/eventually.js';
import { noScripts, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('what is pending about a purchase', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 700 } });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await shop.close();
  });

  const pendingOf = async (kind: 'orders' | 'checkouts', id: string) => (await shop.admin('GET', `/v1/admin/${kind}/${id}/pending-work`)).body.data;
  /** This shop has no worker: its events wait as well. */
  const paymentsOf = async (checkout: string) => (await pendingOf('checkouts', checkout)).filter(({ what }: { what: string }) => !what.startsWith('event-'));
  const bought = async (payment: object) => checkOut(shop, await cartWith(shop, [await sellable(shop), 1]), { payment });

  it('is a payment of which nobody knows, which is asked about by itself', async () => {
    await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const { body } = await bought(card());

    const [operation] = await sql<{ id: string }>(shop.database.url, `select id from payments.operations where state = 'unknown'`);
    expect(await paymentsOf(body.id)).toEqual([
      { what: 'authorize-unknown', about: toId('op', operation!.id), since: expect.any(String), next_actor: 'worker', next_at: expect.any(String), advice: expect.stringContaining('asked again by itself') },
    ]);

    await resolveNow(shop);
    expect(await paymentsOf(body.id)).toEqual([]);
  });

  it('is one that only a person can decide, and one that waits for the shopper', async () => {
    await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const { body: unknown } = await bought(card());
    await sql(shop.database.url, `update payments.operations set needs_human = true where state = 'unknown'`);
    const { body: asked } = await bought({ ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.example/done' });

    expect(await paymentsOf(unknown.id)).toMatchObject([{ what: 'authorize-undecided', next_actor: 'staff', next_at: null, advice: expect.stringContaining('/resolutions') }]);
    expect(await paymentsOf(asked.id)).toMatchObject([{ what: 'authorize-awaits-shopper', next_actor: 'shopper' }]);
  });

  it('is an event that no worker has handed over, then nothing at all once one ran', async () => {
    const { body } = await bought({ gateway: 'manual', method: 'transfer' });

    expect(await pendingOf('orders', body.order.id)).toContainEqual(expect.objectContaining({ what: 'event-unpublished', next_actor: 'worker', advice: expect.stringContaining('ordering.order-placed.v1') }));
    await sql(shop.database.url, 'update platform.outbox set published_at = now()');
    expect(await pendingOf('orders', body.order.id)).toEqual([]);
  });

  it('is a mail that was given up, and a delivery that was', async () => {
    const working = await Shop.open({ worker: true });
    const { body } = await checkOut(working, await cartWith(working, [await sellable(working), 1]));
    const mail = await eventually(async () => {
      const [row] = await sql<{ id: string }>(working.database.url, `select id from notifications.emails where status = 'sent'`);
      expect(row).toBeDefined();
      return row!.id;
    });
    const pending = async () => (await working.admin('GET', `/v1/admin/orders/${body.order.id}/pending-work`)).body.data;
    await eventually(async () => expect(await pending()).toEqual([]));
    const [event] = await sql<{ id: string; consumer: string }>(working.database.url, `delete from platform.inbox i using platform.outbox o where o.id = i.message_id and o.type = 'ordering.order-placed.v1' and i.consumer like 'notifications%' returning o.id, i.consumer`);
    await sql(working.database.url, `insert into platform.dead_deliveries (consumer, message_id, reason) values ($1, $2, 'error 23514')`, [event!.consumer, event!.id]);
    await sql(working.database.url, `alter table notifications.emails disable trigger user`);
    await sql(working.database.url, `update notifications.emails set status = 'failed', sent_at = null, recipient = null where id = $1`, [mail]);

    const found = await pending();

    expect(found.map(({ what, next_actor: next }: { what: string; next_actor: string }) => [what, next])).toEqual(expect.arrayContaining([['mail-given-up', 'staff'], ['event-given-up', 'staff']]));
    expect(found).toHaveLength(2);
    await working.close();
  });

  it('is asked of things that there are', async () => {
    expect((await shop.admin('GET', '/v1/admin/orders/ord_01h455vb4pex5vsknk084sn02q/pending-work')).status).toBe(404);
    expect((await shop.admin('GET', '/v1/admin/checkouts/chk_01h455vb4pex5vsknk084sn02q/pending-work')).status).toBe(404);
  });
});
