import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

const ofAll = (condition: string): string => `get_byte(uuid_send(product_id), 15) ${condition}`;
/** The last byte of an id is chance: a 256th, a 32nd and a fourth of all products, as mixed as the whole. */
const PARTS: Readonly<Record<string, string>> = { few: ofAll('= 0'), some: ofAll('< 8'), many: ofAll('< 64') };
/** The smallest first, the whole last. */
const STEPS = [...Object.values(PARTS).map((part) => ` and ${part}`), ''];

/** Lists by price with one more filter, and words that very many products have: each page costs what it shows, however large the range. */
export class Catalog0005 extends Migration {
  override name = '0005-catalog';

  override up(): void {
    this.prices();
    this.search();
  }

  /** What a list by price is narrowed by stands beside the price, so that one index has both. */
  private prices(): void {
    this.addSql(`alter table catalog.product_prices add column title text, add column type text, add column vendor text, add column in_stock boolean, add column created_at timestamptz`);
    this.addSql(`
      update catalog.product_prices p set (title, type, vendor, in_stock, created_at) = (v.title, v.type, v.vendor, v.in_stock, v.created_at)
        from catalog.product_views v where v.product_id = p.product_id`);
    for (const column of ['title', 'type', 'vendor', 'in_stock', 'created_at']) this.addSql(`alter table catalog.product_prices alter column ${column} set not null`);
    for (const statement of classified('catalog', { product_prices: { 'Not personal: about goods': 'title type vendor' } })) this.addSql(statement);
    for (const [name, columns, part] of [
      ['by_type', 'currency, type, min_amount, product_id', ''],
      ['by_vendor', 'currency, vendor, min_amount, product_id', ''],
      ['in_stock', 'currency, min_amount, product_id', ' and in_stock'],
      ['sold_out', 'currency, min_amount, product_id', ' and not in_stock'],
      // A range of prices in another order: what is not in it is passed by within the index.
      ['newest', 'currency, created_at, product_id, min_amount', ''],
      ['by_title', 'currency, title, product_id, min_amount', ''],
    ]) {
      this.addSql(`create index product_prices_${name} on catalog.product_prices (${columns}) where published${part}`);
    }
  }

  /**
   * An index of words tells all products that have one, and no part of them: of a word that is in a fifth of a million, two hundred thousand
   * before the first is looked at. So some parts of all products have indexes of their own: the smallest in which as many are found as are
   * looked at will do, and where it does not, there are few in the next larger one.
   */
  private search(): void {
    for (const [name, part] of Object.entries(PARTS)) {
      this.addSql(`create index product_views_search_${name} on catalog.product_views using gin (search) where published and ${part}`);
    }
    this.addSql(`drop function catalog.matching(text, int)`);
    // Reading from the beginning is not for this: the first of a word may be far away.
    this.addSql(`
      create function catalog.matching(wanted text, most int) returns table (product_id uuid, score real)
        language plpgsql stable rows 200 set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
        declare
          query tsquery := websearch_to_tsquery('simple', wanted);
          ${firstPartWithEnough(`ts_rank(v.search, query)`, `v.search @@ query`)}
        end $$`);
    this.#within();
    this.#resembling();
  }

  /** With filters nobody knows beforehand which index will do: each is planned by its values. */
  #within(): void {
    this.addSql(`
      create function catalog.matching_within(wanted text, most int, with_tag text, of_type text, of_vendor text, is_in_stock boolean, at_currency text, from_amount bigint, to_amount bigint)
        returns table (product_id uuid, score real) language plpgsql stable rows 200 set enable_seqscan = off as $$
        declare
          narrowed text := concat(
            case when with_tag is not null then ' and v.tags @> array[$3]' end, case when of_type is not null then ' and v.type = $4' end,
            case when of_vendor is not null then ' and v.vendor = $5' end, case is_in_stock when true then ' and v.in_stock' when false then ' and not v.in_stock' end,
            case when coalesce(from_amount, to_amount) is not null then ' and exists (select from catalog.product_prices p where p.product_id = v.product_id and p.currency = $6' end,
            case when from_amount is not null then ' and p.min_amount >= $7' end, case when to_amount is not null then ' and p.min_amount <= $8' end,
            case when coalesce(from_amount, to_amount) is not null then ')' end);
          part text;
          ids uuid[];
          scores real[];
        begin
          foreach part in array array[${STEPS.map((part) => `'${part}'`).join(', ')}] loop
            execute 'select array_agg(f.product_id), array_agg(f.score) from (
                select product_id, ts_rank(v.search, q.query) as score from websearch_to_tsquery(''simple'', $1) as q(query), catalog.product_views v
                 where v.published and v.search @@ q.query' || part || narrowed || ' limit $2) f'
              into ids, scores using wanted, most, with_tag, of_type, of_vendor, at_currency, from_amount, to_amount;
            exit when cardinality(ids) >= most;
          end loop;
          return query select * from unnest(ids, scores);
        end $$`);
  }

  /** As in 0001 for the search path and its threshold; all that are looked at are told, the order is made outside. */
  #resembling(): void {
    this.addSql(`
      do $do$
      declare path text := current_setting('search_path');
      begin
        perform set_config('search_path', 'catalog, public', true);
        perform show_limit();
        ${Object.entries(PARTS).map(([name, part]) => `
        create index product_views_words_${name} on catalog.product_views using gin (words gin_trgm_ops) where published and ${part};`).join('')}
        drop function catalog.resembling(text, int);
        create function catalog.resembling(wanted text, most int) returns table (product_id uuid, score real)
          language plpgsql stable rows 100 set pg_trgm.word_similarity_threshold = 0.5 set enable_seqscan = off set plan_cache_mode = force_generic_plan set search_path = catalog, public as $$
          declare
            ${firstPartWithEnough(`word_similarity(wanted, v.words)`, `wanted <% v.words`)}
          end $$;
        perform set_config('search_path', path, true);
      end $do$`);
  }
}

/** Declarations and statements of a function: the first so many of the smallest part that has so many. */
const firstPartWithEnough = (score: string, condition: string): string => `
          ids uuid[];
          scores real[];
        begin
          ${STEPS.map((part) => `
          select array_agg(f.product_id), array_agg(f.score) into ids, scores from (
            select v.product_id, ${score} as score from catalog.product_views v where v.published and ${condition}${part.replace('product_id', 'v.product_id')} limit most) f;`).join(`
          if cardinality(ids) >= most then return query select * from unnest(ids, scores); return; end if;`)}
          return query select * from unnest(ids, scores);`;
