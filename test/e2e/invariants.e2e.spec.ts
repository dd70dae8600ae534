import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { toUuid } from '@holdfast/kernel';
import { PLATFORM_SETTINGS, type PlatformSettings } from '@holdfast/platform';
import { type Healthy, type Seed, SEEDS } from '../support/invariant-seeds.js';
import { card, cartWith, checkOut, expectProof, restock, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('the invariants', () => {
  let shop: Shop;
  let healthy: Healthy;
  let ids: string[];
  let client: pg.Client;

  beforeAll(async () => {
    shop = await Shop.open();
    const variant = await sellable(shop, { stock: 50 });
    await restock(shop, variant, 5);
    const buy = async (payment?: object) => {
      const cart = await cartWith(shop, [variant, 2]);
      const options = { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id, payment } };
      return { cart, ...(payment ? await checkOut(shop, cart, { payment }) : await shop.ask('POST', '/v1/checkouts', options)) };
    };
    const [paid, trusted, declined, open, canceled] = [
      await buy(card()), await buy({ gateway: 'manual', method: 'transfer' }), await buy(card('pm_card_visa_chargeDeclined')), await buy(), await buy(),
    ];
    expect([paid.status, trusted.status, declined.status, open.status]).toEqual([201, 201, 402, 201]);
    expect((await shop.ask('DELETE', `/v1/checkouts/${canceled.body.id}`, { headers: canceled.cart.headers })).status).toBe(204);
    const [order, checkout, other] = [paid.body.order.id, paid.body.id, trusted.body.order.id].map(toUuid);
    healthy = { variant: toUuid(variant), order: order!, checkout: checkout!, trusted: other!, open: toUuid(open.body.id), canceled: toUuid(canceled.body.id) };
    ids = (await shop.admin('GET', '/v1/ops/invariants')).body.data.map(({ id }: { id: string }) => id);
    client = new pg.Client({ connectionString: shop.database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await shop.close();
  });

  /** The offenders of every invariant that does not hold once the seed is sown; nothing of it stays. */
  async function brokenBy(statements: readonly string[]): Promise<Record<string, object[]>> {
    const { invariants = [] } = shop.app.get<PlatformSettings>(PLATFORM_SETTINGS, { strict: false });
    await client.query('begin');
    try {
      await client.query('set local session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
      const broken: Record<string, object[]> = {};
      for (const invariant of invariants) {
        const { rows } = await client.query<object>(invariant.sql);
        if (rows.length > 0) broken[invariant.id] = rows;
      }
      return broken;
    } finally {
      await client.query('rollback');
    }
  }

  it('all hold in a shop with orders, a decline, an open and a canceled checkout', () => expectProof(shop));

  it('each have a violation that is seeded here', () => {
    expect(Object.keys(SEEDS)).toEqual(ids);
  });

  const seeds = Object.entries(SEEDS).flatMap(([id, list]) => list.map((seed): [string, string, Seed] => [id, seed.what, seed]));
  it.each(seeds)('%s catches %s, and no other does', async (id, _, { spoil, offender }) => {
    const broken = await brokenBy(spoil(healthy));

    expect(Object.keys(broken)).toEqual([id]);
    expect(broken[id]).toEqual([expect.objectContaining(offender(healthy))]);
  });

  it('are told by the API with their offenders', async () => {
    await sql(shop.database.url, `insert into platform.idempotency_keys (scope, key, fingerprint, locked_until) values ('s', 'stuck', '', now() - interval '10 minutes')`);

    const { body } = await shop.admin('GET', '/v1/ops/invariants');

    expect(body.data.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([{ id: 'I20', statement: expect.any(String), ok: false, offenders: [{ scope: 's', key: 'stuck', state: 'in_progress' }] }]);
  });
});
