import { type CursorValue, type Statement, statement } from '@holdfast/platform';
import type { ProductFilter, ProductSort } from '../../application/reads.js';
import type { KeyType } from './keyset.js';
import { folded } from './product-documents.js';

/** A word that more products have than this does not tell them apart: so many are looked at. */
const CANDIDATES = 500;
const RESEMBLING = 200;
/** Lists of this length are prepared: what clients get that ask for none. */
const DEFAULT_LIMIT = 20;

interface Order {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
  readonly type: KeyType;
}

const ORDERS: Readonly<Record<ProductSort, Order>> = {
  '-created_at': { key: 'v.created_at', direction: 'desc', type: 'timestamptz' },
  created_at: { key: 'v.created_at', direction: 'asc', type: 'timestamptz' },
  title: { key: 'v.title', direction: 'asc', type: 'text' },
  price: { key: 'p.min_amount', direction: 'asc', type: 'bigint' },
  '-price': { key: 'p.min_amount', direction: 'desc', type: 'bigint' },
  relevance: { key: 'h.score', direction: 'desc', type: 'numeric' },
};

export const keyType = (sort: ProductSort): KeyType => ORDERS[sort].type;

export interface ListedRow {
  readonly document: string;
  readonly etag: string;
  readonly id: string;
  readonly key: string;
}

export interface ListQuery {
  readonly sql: Statement;
  readonly values: readonly unknown[];
}

/** The statement of a list. Every order has an index of its own, so that a page costs what it shows. */
export function listQuery(filter: ProductFilter, currency: string, sort: ProductSort, limit: number, after?: readonly CursorValue[]): ListQuery {
  const { key, direction, type } = ORDERS[sort];
  const values: unknown[] = [];
  const value = (given: unknown, as: string) => `$${values.push(given)}::${as}`;
  const byPrice = sort === 'price' || sort === '-price' || filter.priceFrom !== undefined || filter.priceTo !== undefined;
  const id = byPrice && sort.endsWith('price') ? 'p.product_id' : 'v.product_id';
  const found = filter.q === undefined ? '' : candidates(value(folded(filter.q), 'text'));
  const conditions = [...conditionsOf(filter, value)];
  if (byPrice) conditions.push('p.published', `p.currency = ${value(currency, 'text')}`);
  if (after) conditions.push(`(${key}, ${id}) ${direction === 'desc' ? '<' : '>'} (${value(after[0], type)}, ${value(after[1], 'uuid')})`);
  const sql = `${found}
    select coalesce(v.card, v.document) as document, v.etag, v.product_id as id, ${key}::text as key
      from ${found ? 'hits h join catalog.product_views v on v.product_id = h.product_id' : 'catalog.product_views v'}
      ${byPrice ? 'join catalog.product_prices p on p.product_id = v.product_id' : ''}
     where ${['v.published', ...conditions].join(' and ')}
     order by ${key} ${direction}, ${id} ${direction} limit ${limit + 1}`;
  return { sql: limit === DEFAULT_LIMIT && isPlain(filter) ? named(sql) : (sql as Statement), values };
}

function* conditionsOf(filter: ProductFilter, value: (given: unknown, as: string) => string): Generator<string> {
  if (filter.tag !== undefined) yield `v.tags @> array[${value(filter.tag, 'text')}]`;
  if (filter.type !== undefined) yield `v.type = ${value(filter.type, 'text')}`;
  if (filter.vendor !== undefined) yield `v.vendor = ${value(filter.vendor, 'text')}`;
  if (filter.inStock === true) yield 'v.in_stock';
  if (filter.inStock === false) yield 'not v.in_stock';
  if (filter.priceFrom !== undefined) yield `p.min_amount >= ${value(filter.priceFrom, 'bigint')}`;
  if (filter.priceTo !== undefined) yield `p.min_amount <= ${value(filter.priceTo, 'bigint')}`;
}

/** Products that have all the words; only when there is none at all, those whose words look alike. */
function candidates(q: string): string {
  return `with exact as materialized (
       select m.product_id, round(m.score::numeric, 6) as score from catalog.matching(${q}, ${CANDIDATES}) m
     ), hits as (
       select product_id, score from exact
       union all
       select r.product_id, round(r.score::numeric, 6) from catalog.resembling(${q}, ${RESEMBLING}) r
        where not exists (select from exact)
     )`;
}

const prepared = new Map<string, Statement>();

/**
 * Lists whose plan is the same for all values are prepared. What is rare or common (a tag, a word, a price) is planned each time
 * by its value: an index that finds three products at once would collect and sort all of them for a tag that all have.
 */
const isPlain = ({ q, tag, priceFrom, priceTo, ...rest }: ProductFilter): boolean =>
  [q, tag, priceFrom, priceTo].every((given) => given === undefined) && Object.values(rest).filter((given) => given !== undefined).length <= 1;

function named(sql: string): Statement {
  let known = prepared.get(sql);
  if (!known) prepared.set(sql, (known = statement('catalog.list-products', sql)));
  return known;
}
