import type { Statement } from '@holdfast/platform';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { grow } from './grow.js';
import { Planner } from './planner.js';
import { GROWING, SMALL } from './tables.js';

describe('with millions of orders and products', () => {
  let database: TestDatabase;
  let planner: Planner;

  beforeAll(async () => {
    database = await createTestDatabase();
    await grow(database.url, { variants: 2_000, orders: 3_000 });
    planner = await Planner.open(database.url);
  }, 60_000);
  afterAll(async () => {
    await planner?.close();
    await database?.drop();
  });

  it('every table is known to grow or to stay small', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('catalog', 'identity', 'inventory', 'notifications', 'ordering', 'payments', 'platform') order by 1`,
    );
    await client.end();

    expect(rows.map(({ name }) => name)).toEqual([...Object.keys(GROWING), ...Object.keys(SMALL)].toSorted());
  });

  it('no statement of the shop reads a growing table from end to end', async () => {
    expect(await planner.complaints()).toEqual([]);
  });

  it.each([
    ['reads it from end to end for (orders.metadata = $1)', `select id from ordering.orders where metadata = $1`],
    ['walks along orders_newest for (orders.metadata = $1)', `select id from ordering.orders where metadata = $1 order by placed_at desc, id desc limit 1`],
  ])('a statement that %s is found', async (how, sql) => {
    expect(await planner.readings(`/* test.slow */ ${sql}` as Statement)).toEqual([`ordering.orders: ${how}`]);
  });

  it('a page in the order of an index is none of them', async () => {
    expect(await planner.readings(`/* test.quick */ select id from ordering.orders order by placed_at desc, id desc limit 20` as Statement)).toEqual([]);
  });
});
