import pg from 'pg';
import { listQuery } from '../../../libs/catalog/src/adapters/persistence/list-products.sql.js';
import type { ProductFilter, ProductSort } from '../../../libs/catalog/src/application/reads.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { grow } from './grow.js';

/** Some twelve thousand products: enough that each way to read too many shows. */
const VARIANTS = 40_000;
const PAGE = 20;
/** Pages of the database, of eight kilobytes. What is shown takes four each. */
const FOR_A_LIST = 200;
const FOR_A_SEARCH = 1_000;
/** Of the indexes of words. */
const ENTRIES = 2_000;

type Asked = readonly [ProductFilter, ProductSort];
const LISTS: readonly Asked[] = (['price', '-price'] as const).flatMap((sort) =>
  [{}, { priceFrom: 5_000 }, { type: 'Lamp' }, { type: 'Stool' }, { vendor: 'Vendor 200' }, { inStock: false }, { inStock: true }].map((filter): Asked => [filter, sort]),
);
const RANGES: readonly Asked[] = [[{ priceFrom: 10_000, priceTo: 10_500 }, '-created_at'], [{ priceFrom: 150_000 }, 'created_at'], [{ priceFrom: 150_000 }, 'title']];
/** In all products, in a fifth, in few, with another, in none that has both, and one that is misspelled. */
const WORDS = ['made', 'soft', 'vendor 200', 'soft stool', 'lamp shirt', 'velwet'];

describe('in a shop with a large range', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    await grow(database.url, { variants: VARIANTS, orders: 0 });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    await client?.end();
    await database?.discard();
  });

  const pagesRead = async (filter: ProductFilter, sort: ProductSort): Promise<number> => {
    const { sql, values } = listQuery(filter, 'EUR', sort, PAGE);
    const { rows: [row] } = await client.query(`explain (analyze, buffers, format json) ${sql}`, [...values]);
    const { 'Shared Hit Blocks': hit, 'Shared Read Blocks': read } = row['QUERY PLAN'][0].Plan;
    return hit + read;
  };
  /** How many entries of the indexes of products a page reads, inside of functions as well. */
  const entriesRead = async (filter: ProductFilter, sort: ProductSort): Promise<number> => {
    const { sql, values } = listQuery(filter, 'EUR', sort, PAGE);
    const entries = async (): Promise<number> => (await client.query(
      `select sum(pg_stat_get_xact_tuples_returned(indexrelid))::int as entries from pg_index where indrelid = 'catalog.product_views'::regclass`,
    )).rows[0].entries;
    await client.query('begin');
    const before = await entries();
    await client.query(sql, [...values]);
    const after = await entries();
    await client.query('rollback');
    return after - before;
  };
  /** All ids of a list, page by page. */
  const listed = async (filter: ProductFilter, sort: ProductSort, limit = 97): Promise<string[]> => {
    const ids: string[] = [];
    for (let after: [string, string] | undefined; ; ) {
      const { sql, values } = listQuery(filter, 'EUR', sort, limit, after);
      const { rows } = await client.query(sql, [...values]);
      ids.push(...rows.slice(0, limit).map(({ id }) => id));
      if (rows.length <= limit) return ids;
      after = [rows[limit - 1].key, rows[limit - 1].id];
    }
  };
  const idsOf = async (rest: string): Promise<string[]> =>
    (await client.query(`select v.product_id as id from catalog.product_views v join catalog.product_prices p using (product_id) where v.published and ${rest}`)).rows.map(({ id }) => id);

  it.each([...LISTS, ...RANGES])('a page of %j by %s reads little more than what it shows', async (filter, sort) => {
    expect(await pagesRead(filter, sort)).toBeLessThan(FOR_A_LIST);
  });

  it.each(WORDS)('a search for “%s” reads no more for a word that many have', async (q) => {
    // The first search on a connection plans its parts.
    await pagesRead({ q }, 'relevance');

    expect(await pagesRead({ q }, 'relevance')).toBeLessThan(FOR_A_SEARCH);
    expect(await entriesRead({ q }, 'relevance')).toBeLessThan(ENTRIES);
  });

  it.each([
    [{ type: 'Stool' }, 'price', `v.type = 'Stool' order by p.min_amount, v.product_id`],
    [{ vendor: 'Vendor 150' }, '-price', `v.vendor = 'Vendor 150' order by p.min_amount desc, v.product_id desc`],
    [{ inStock: false }, 'price', `not v.in_stock order by p.min_amount, v.product_id`],
    [{ priceFrom: 10_000, priceTo: 12_000 }, '-created_at', `p.min_amount between 10000 and 12000 order by v.created_at desc, v.product_id desc`],
    [{ priceFrom: 30_000, tag: 'sale' }, 'title', `p.min_amount >= 30000 and v.tags @> '{sale}' order by v.title, v.product_id`],
  ] as const)('the pages of %j by %s show each product once, in order', async (filter, sort, rest) => {
    expect(await listed(filter, sort)).toEqual(await idsOf(rest));
  });

  it('a search finds all that have a word, as long as these are few, and the best of two hundred where they are many', async () => {
    const few = await listed({ q: 'vendor 200' }, 'relevance');
    const many = await listed({ q: 'soft' }, 'relevance');

    expect(few.toSorted()).toEqual((await idsOf(`v.search @@ websearch_to_tsquery('simple', 'vendor 200')`)).toSorted());
    expect(new Set(many).size).toBe(200);
    expect(await idsOf(`v.search @@ 'soft'`)).toEqual(expect.arrayContaining(many));
  });

  it.each([
    [{ tag: 'edition-3' }, `v.tags @> '{edition-3}'`],
    [{ vendor: 'Vendor 200', inStock: true }, `v.vendor = 'Vendor 200' and v.in_stock`],
    [{ type: 'Stool', priceFrom: 20_000, priceTo: 40_000 }, `v.type = 'Stool' and p.min_amount between 20000 and 40000`],
  ] as const)('a search for a word that many have, within %j, finds all that fit', async (filter, rest) => {
    const expected = await idsOf(`v.search @@ 'soft' and ${rest}`);

    expect((await listed({ q: 'soft', ...filter }, 'relevance')).toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(0);
  });

  it('a search within what no product with the words fits finds nothing, not what looks alike', async () => {
    expect(await listed({ q: 'velvet', type: 'No such type' }, 'relevance')).toEqual([]);
  });
});
