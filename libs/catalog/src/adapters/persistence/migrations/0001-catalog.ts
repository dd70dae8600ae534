import { Migration } from '@mikro-orm/migrations';

/** Products with variants and prices, their ready-to-send views, and imports. */
export class Catalog0001 extends Migration {
  override name = '0001-catalog';

  override up(): void {
    this.addSql(`create schema if not exists catalog`);
    // A shop may have it already, in another schema than ours.
    this.addSql(`create extension if not exists pg_trgm with schema catalog`);
    this.products();
    this.views();
    this.search();
    this.imports();
  }

  private products(): void {
    this.addSql(`
      create table catalog.products (
        id uuid primary key,
        handle text not null unique check (handle ~ '^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$' and length(handle) <= 255),
        title text not null check (length(title) between 1 and 255),
        description text not null default '',
        vendor text not null default '',
        type text not null default '',
        tags text[] not null default '{}' check (cardinality(tags) <= 250),
        status text not null check (status in ('draft', 'published', 'archived')),
        options jsonb not null default '[]' check (jsonb_array_length(options) <= 3),
        images jsonb not null default '[]' check (jsonb_array_length(images) <= 250),
        version int not null check (version > 0),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`);
    this.addSql(`
      create table catalog.variants (
        id uuid primary key,
        product_id uuid not null references catalog.products,
        sku text check (length(sku) between 1 and 255),
        barcode text,
        option_values text[] not null check (cardinality(option_values) <= 3),
        position int not null check (position between 1 and 2000),
        weight_grams int not null default 0 check (weight_grams >= 0),
        image_url text,
        requires_shipping boolean not null default true,
        taxable boolean not null default true,
        status text not null default 'active' check (status in ('active', 'archived')),
        in_stock boolean not null default false,
        constraint sku_once unique (sku) deferrable initially immediate,
        constraint combination_once unique (product_id, option_values) deferrable initially immediate
      )`);
    this.addSql(`
      create table catalog.prices (
        variant_id uuid not null references catalog.variants,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount bigint not null check (amount between 0 and 1000000000000),
        compare_at_amount bigint check (compare_at_amount between 0 and 1000000000000),
        primary key (variant_id, currency)
      )`);
  }

  private views(): void {
    // Documents are read as they are sent: not compressed, and on the row as long as a page can hold them.
    this.addSql(`
      create table catalog.product_views (
        product_id uuid primary key references catalog.products,
        handle text not null unique,
        published boolean not null,
        title text not null,
        vendor text not null,
        type text not null,
        tags text[] not null,
        in_stock boolean not null,
        created_at timestamptz not null,
        words text not null,
        search tsvector not null,
        etag text not null,
        document text not null,
        card text
      ) with (toast_tuple_target = 8160)`);
    this.addSql(`alter table catalog.product_views alter column document set storage external, alter column card set storage external`);
    this.addSql(`
      create table catalog.product_prices (
        product_id uuid not null references catalog.products,
        currency text not null,
        published boolean not null,
        min_amount bigint not null,
        max_amount bigint not null,
        primary key (product_id, currency)
      )`);
    this.addSql(`create index product_prices_lowest on catalog.product_prices (currency, min_amount, product_id) where published`);
    for (const [name, columns] of [
      ['newest', 'created_at, product_id'],
      ['by_title', 'title, product_id'],
      ['by_type', 'type, created_at, product_id'],
      ['by_vendor', 'vendor, created_at, product_id'],
    ]) {
      this.addSql(`create index product_views_${name} on catalog.product_views (${columns}) where published`);
    }
    this.addSql(`create index product_views_in_stock on catalog.product_views (created_at, product_id) where published and in_stock`);
    this.addSql(`create index product_views_sold_out on catalog.product_views (created_at, product_id) where published and not in_stock`);
    this.addSql(`create index product_views_tags on catalog.product_views using gin (tags) with (fastupdate = off) where published`);
  }

  private search(): void {
    this.addSql(`create index product_views_search on catalog.product_views using gin (search) where published`);
    // The extension is found by search path, in our schema or in public. The call of show_limit() loads it, so that its setting is
    // known where the function names it: the threshold is a setting, and only a function can set it for itself alone.
    this.addSql(`
      do $do$
      declare path text := current_setting('search_path');
      begin
        perform set_config('search_path', 'catalog, public', true);
        perform show_limit();
        create index product_views_words on catalog.product_views using gin (words gin_trgm_ops) where published;
        create function catalog.resembling(wanted text, most int) returns table (product_id uuid, score real)
          language sql stable set pg_trgm.word_similarity_threshold = 0.5 set search_path = catalog, public as $$
            select v.product_id, word_similarity(wanted, v.words)
              from catalog.product_views v
             where v.published and wanted <% v.words
             order by 2 desc, 1 desc limit most
          $$;
        perform set_config('search_path', path, true);
      end $do$`);
  }

  private imports(): void {
    this.addSql(`
      create table catalog.imports (
        id uuid primary key,
        status text not null default 'uploading'
          check (status in ('uploading', 'pending', 'running', 'completed', 'failed')),
        file_name text,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        size bigint not null default 0 check (size >= 0),
        done_line int not null default 0 check (done_line >= 0),
        rows int not null default 0,
        products int not null default 0,
        created int not null default 0,
        updated int not null default 0,
        unchanged int not null default 0,
        failed int not null default 0,
        faults int not null default 0,
        error_code text,
        error_message text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check ((status = 'failed') = (error_code is not null))
      )`);
    this.addSql(`create index imports_open on catalog.imports (updated_at) where status in ('uploading', 'pending', 'running')`);
    this.addSql(`
      create table catalog.import_chunks (
        import_id uuid not null references catalog.imports,
        seq int not null,
        bytes bytea not null check (octet_length(bytes) <= 1048576),
        primary key (import_id, seq)
      )`);
    this.addSql(`alter table catalog.import_chunks alter column bytes set storage external`);
    this.addSql(`
      create table catalog.import_faults (
        import_id uuid not null references catalog.imports,
        line int not null,
        seq int not null,
        code text not null,
        column_name text,
        message text not null,
        value text,
        primary key (import_id, line, seq)
      )`);
  }
}
