import type { ProductFilter } from '../../application/reads.js';
import { folded } from './product-documents.js';

/** A word that more products have than this does not tell them apart: so many are looked at, ten pages of a list. */
const CANDIDATES = 200;
/** Likewise; words are compared letter by letter, which takes ten times longer. */
const RESEMBLING = 100;

/** Puts a value into a statement, as its next parameter. */
export type Value = (given: unknown, as: string) => string;

/** What a list is made of, with `v` (catalog.product_views) and perhaps `p` (catalog.product_prices), and the conditions of its filters. */
interface Fitting {
  readonly from: string;
  readonly fitting: readonly string[];
}

/** `hits(product_id, score)`: products that fit and have all the words; only when no product has them, those that fit and whose words look alike. */
export function hits(filter: ProductFilter, currency: string, { from, fitting }: Fitting, value: Value): string {
  const words = value(folded(filter.q!), 'text');
  const isNarrowed = Object.entries(filter).some(([name, given]) => name !== 'q' && given !== undefined);
  const exact = isNarrowed ? matchingWithin(words, filter, currency, value) : `catalog.matching(${words}, ${CANDIDATES})`;
  const alike = isNarrowed
    ? `join (select v.product_id from ${from} where ${fitting.join(' and ')}) f on f.product_id = r.product_id where not exists (select from catalog.matching(${words}, 1))`
    : 'where not exists (select from exact)';
  return `with exact as materialized (
      select m.product_id, round(m.score::numeric, 6) as score from ${exact} m
    ), hits as (
      select product_id, score from exact
      union all
      select r.product_id, round(r.score::numeric, 6) from catalog.resembling(${words}, ${RESEMBLING}) r ${alike}
    )`;
}

function matchingWithin(words: string, { tag, type, vendor, inStock, priceFrom, priceTo }: ProductFilter, currency: string, value: Value): string {
  const within = [[tag, 'text'], [type, 'text'], [vendor, 'text'], [inStock, 'boolean'], [currency, 'text'], [priceFrom, 'bigint'], [priceTo, 'bigint']] as const;
  return `catalog.matching_within(${words}, ${CANDIDATES}, ${within.map(([given, as]) => value(given ?? null, as)).join(', ')})`;
}
