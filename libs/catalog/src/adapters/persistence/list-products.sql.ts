import { type CursorValue, type Statement, statement } from '@holdfast/platform';
import type { ProductFilter, ProductSort } from '../../application/reads.js';
import type { KeyType } from './keyset.js';
import { hits, type Value } from './search.sql.js';

/** Lists of this length are prepared: what clients get that ask for none. */
const DEFAULT_LIMIT = 20;

interface Order {
  readonly key: string;
  readonly id: string;
  readonly direction: 'asc' | 'desc';
  readonly type: KeyType;
}

/** Where prices narrow it, in the order of what stands beside them: the index of both is passed by for what is too dear. */
function orderOf(sort: ProductSort, isByPrice: boolean): Order {
  const [key, type] = KEYS[sort];
  const of = sort === 'relevance' ? 'h' : isByPrice ? 'p' : 'v';
  return { key: `${of}.${key}`, id: `${of}.product_id`, direction: sort.startsWith('-') || sort === 'relevance' ? 'desc' : 'asc', type };
}

const KEYS: Readonly<Record<ProductSort, readonly [key: string, type: KeyType]>> = {
  '-created_at': ['created_at', 'timestamptz'], created_at: ['created_at', 'timestamptz'], title: ['title', 'text'],
  price: ['min_amount', 'bigint'], '-price': ['min_amount', 'bigint'], relevance: ['score', 'numeric'],
};

export const keyType = (sort: ProductSort): KeyType => KEYS[sort][1];

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
  const values: unknown[] = [];
  const value: Value = (given, as) => `$${values.push(given)}::${as}`;
  const isByPrice = sort.endsWith('price') || filter.priceFrom !== undefined || filter.priceTo !== undefined;
  const from = isByPrice ? 'catalog.product_views v join catalog.product_prices p on p.product_id = v.product_id' : 'catalog.product_views v';
  const fitting = ['v.published', ...(isByPrice ? ['p.published', `p.currency = ${value(currency, 'text')}`] : []), ...conditionsOf(filter, isByPrice ? 'p' : 'v', value)];
  const sql = filter.q === undefined
    ? pageOf(from, fitting, orderOf(sort, isByPrice), limit, value, after)
    : `${hits(filter, currency, { from, fitting }, value)} ${foundPage(from, fitting, sort, limit, value, after)}`;
  return { sql: limit === DEFAULT_LIMIT && isPlain(filter) ? named(sql) : (sql as Statement), values };
}

function pageOf(from: string, fitting: readonly string[], order: Order, limit: number, value: Value, after?: readonly CursorValue[]): string {
  return `select coalesce(v.card, v.document) as document, v.etag, v.product_id as id, ${order.key}::text as key from ${from}
    where ${[...fitting, ...keyset(order, value, after)].join(' and ')} ${orderBy(order)} limit ${limit + 1}`;
}

/** Of what a search found: ranked first, so that only what is shown is read, unless the order is another. */
function foundPage(from: string, fitting: readonly string[], sort: ProductSort, limit: number, value: Value, after?: readonly CursorValue[]): string {
  const order = orderOf(sort, from.includes('product_prices'));
  if (sort !== 'relevance') return pageOf(`${from} join hits h on h.product_id = v.product_id`, fitting, order, limit, value, after);
  const ranked = ['true', ...keyset(order, value, after)].join(' and ');
  return `select coalesce(v.card, v.document) as document, v.etag, h.product_id as id, h.score::text as key
    from (select * from hits h where ${ranked} ${orderBy(order)} limit ${limit + 1}) h join catalog.product_views v on v.product_id = h.product_id ${orderBy(order)}`;
}

const orderBy = ({ key, id, direction }: Order): string => `order by ${key} ${direction}, ${id} ${direction}`;

function keyset({ key, id, direction, type }: Order, value: Value, after?: readonly CursorValue[]): string[] {
  return after ? [`(${key}, ${id}) ${direction === 'desc' ? '<' : '>'} (${value(after[0], type)}, ${value(after[1], 'uuid')})`] : [];
}

/** What a product is of stands beside its price as well, where an index has both. */
function* conditionsOf(filter: ProductFilter, facts: 'v' | 'p', value: Value): Generator<string> {
  if (filter.tag !== undefined) yield `v.tags @> array[${value(filter.tag, 'text')}]`;
  if (filter.type !== undefined) yield `${facts}.type = ${value(filter.type, 'text')}`;
  if (filter.vendor !== undefined) yield `${facts}.vendor = ${value(filter.vendor, 'text')}`;
  if (filter.inStock === true) yield `${facts}.in_stock`;
  if (filter.inStock === false) yield `not ${facts}.in_stock`;
  if (filter.priceFrom !== undefined) yield `p.min_amount >= ${value(filter.priceFrom, 'bigint')}`;
  if (filter.priceTo !== undefined) yield `p.min_amount <= ${value(filter.priceTo, 'bigint')}`;
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
