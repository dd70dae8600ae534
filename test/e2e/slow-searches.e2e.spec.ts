import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

/** What searches wait for in this shop. */
const GATE = 4_711;
const SEARCHES = 12;

describe('searches that take long', () => {
  let shop: Shop;
  let gate: Client;

  beforeAll(async () => {
    shop = await Shop.open();
    await sellable(shop);
    await sql(shop.database.url, `
      create or replace function catalog.matching(wanted text, most int) returns table (product_id uuid, score real) language plpgsql as $$
        begin
          perform pg_advisory_xact_lock_shared(${GATE});
          return;
        end $$`);
    gate = new Client({ connectionString: shop.database.url });
    await gate.connect();
    await gate.query('select pg_advisory_lock($1)', [GATE]);
  }, 60_000);
  afterAll(async () => {
    await gate.end();
    await shop.close();
  });

  it('keep no list from being read', async () => {
    let over = 0;
    const searches = Array.from({ length: SEARCHES }, (_, nth) => shop.ask('GET', `/v1/products?q=lamp${nth}`).finally(() => over++));
    await eventually(async () => {
      const [waiting] = await sql<{ count: number }>(shop.database.url, `select count(*)::int from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted`);
      expect(waiting!.count).toBeGreaterThan(1);
    });

    const lists = await Promise.all(['', '&sort=title', '&sort=created_at'].map((sort) => shop.ask('GET', `/v1/products?limit=5${sort}`)));
    const overBefore = over;
    await gate.query('select pg_advisory_unlock($1)', [GATE]);
    const found = await Promise.all(searches);

    expect(lists.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(overBefore).toBe(0);
    expect(found.map(({ status }) => status)).toEqual(Array.from({ length: SEARCHES }, () => 200));
  });
});
