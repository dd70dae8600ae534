import { Migration } from '@mikro-orm/migrations';

/** Words that very many products have, or resemble, cost no more than others: so many are looked at, found by their index. */
export class Catalog0004 extends Migration {
  override name = '0004-catalog';

  override up(): void {
    // The first so many of very many are found soonest by reading the table from its beginning, which takes as long as the last of a few are away: the index it is.
    this.addSql(`
      create function catalog.matching(wanted text, most int) returns table (product_id uuid, score real)
        language sql stable set enable_seqscan = off as $$
          select v.product_id, ts_rank(v.search, q.query) from websearch_to_tsquery('simple', wanted) as q(query), catalog.product_views v
           where v.published and v.search @@ q.query limit most
        $$`);
    // As in 0001, but not all that resemble are compared and sorted: of a word that is in a fourth of all products these are a fourth of all.
    this.addSql(`
      do $do$
      declare path text := current_setting('search_path');
      begin
        perform set_config('search_path', 'catalog, public', true);
        perform show_limit();
        create or replace function catalog.resembling(wanted text, most int) returns table (product_id uuid, score real)
          language sql stable set pg_trgm.word_similarity_threshold = 0.5 set enable_seqscan = off set search_path = catalog, public as $$
            select product_id, score from (
              select v.product_id, word_similarity(wanted, v.words) as score from catalog.product_views v where v.published and wanted <% v.words limit 5 * most) found
             order by score desc, product_id desc limit most
          $$;
        perform set_config('search_path', path, true);
      end $do$`);
  }
}
