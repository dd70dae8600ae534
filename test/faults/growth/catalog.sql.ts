import { chance, typeId, uuid } from './tools.sql.js';

export interface Extent {
  readonly variants: number;
  readonly orders: number;
  /** Of the first thing and of the last, in milliseconds. */
  readonly from: number;
  readonly until: number;
}

const words = (...list: string[]): string => `'{${list.join(',')}}'::text[]`;
const ADJECTIVES = words('soft', 'bold', 'quiet', 'bright', 'heavy', 'light', 'vintage', 'modern', 'rustic', 'royal', 'plain', 'fancy', 'warm', 'cool', 'sturdy', 'slim', 'wide', 'tall', 'tiny', 'grand');
const MATERIALS = words('linen', 'cotton', 'wool', 'oak', 'steel', 'glass', 'leather', 'silk', 'bamboo', 'marble', 'ceramic', 'copper', 'paper', 'rubber', 'velvet', 'canvas');
const NOUNS = words(
  'shirt', 'lamp', 'chair', 'table', 'mug', 'bowl', 'jacket', 'scarf', 'rug', 'vase', 'clock', 'basket', 'blanket', 'pillow', 'shelf', 'bench', 'kettle', 'plate', 'spoon', 'knife',
  'bag', 'belt', 'wallet', 'hat', 'glove', 'sock', 'boot', 'sandal', 'mirror', 'frame', 'candle', 'curtain', 'towel', 'apron', 'tray', 'jar', 'bottle', 'pan', 'pot', 'stool',
);
/** Some words, vendors and kinds are on very many products, most on few. */
const skewed = (list: string, count: number, salt: number): string => `(${list})[1 + floor(${count} * power(${chance('p', salt)}, 2))::int]`;

/** One in so many is sold out. */
export const SOLD_OUT = 20;

/** Products of one to forty variants, until there are so many variants. */
const products = ({ variants, from, until }: Extent): string => `
  create unlogged table grown.products as
  with sized as (
    select p::bigint as p, case when p % 97 = 0 then 40 when p % 11 = 0 then 12 else 1 + p % 3 end as n from generate_series(1, ${variants}) p
  ), summed as (
    select p, n, sum(n) over (order by p)::bigint - n as before from sized
  ), chosen as (
    select p, least(n, ${variants} - before)::int as n, before, ${from} + (${until - from}::float8 * p / count(*) over ())::bigint as ms from summed where before < ${variants}
  ), named as (
    select *, ${skewed(ADJECTIVES, 20, 1)} as adjective, ${skewed(MATERIALS, 16, 2)} as material, ${skewed(NOUNS, 40, 3)} as noun from chosen
  )
  select p, n, before, ms, ${uuid('product', 'p', 'ms')} as id, ${typeId('prod', 'product', 'p', 'ms')} as type_id,
         initcap(adjective || ' ' || material || ' ' || noun) as title, adjective || '-' || material || '-' || noun || '-' || p as handle,
         'Vendor ' || 1 + floor(200 * power(${chance('p', 4)}, 2))::int as vendor, initcap(noun) as type,
         array['season-' || p % 8] || case when p % 4 = 0 then '{sale}'::text[] else '{}' end || array['edition-' || p / 50] as tags,
         format('<p>A %s %s made of %s, number %s of its kind. Made to last, and to be repaired.</p>', adjective, noun, material, p) as description,
         case when p % 50 = 49 then 'draft' when p % 100 = 27 then 'archived' else 'published' end as status,
         case when n = 1 then '[]'::jsonb else jsonb_build_array(jsonb_build_object('name', 'Size', 'values', (select jsonb_agg('S' || k) from generate_series(1, n) k))) end as options
    from named`;

const VARIANTS = `
  create unlogged table grown.variants as
  select before + k as v, p, k as position, p.id as product_id, p.type_id as product, p.ms, p.title, case when n > 1 then 'S' || k end as variant_title,
         'G-' || before + k as sku, 199 + floor(power(${chance('before + k', 5)}, 3) * 40000)::int * 5 as price, (before + k) % ${SOLD_OUT} <> 7 as in_stock,
         ${uuid('variant', '(before + k)', 'p.ms')} as id, ${typeId('var', 'variant', '(before + k)', 'p.ms')} as type_id
    from grown.products p cross join lateral generate_series(1, n) k`;

/** As libs/catalog writes what it sends: see product-documents.ts. */
const VARIANT_TEXT = `format('{"id":"%s","title":%s,"sku":"%s","barcode":null,"option_values":[%s],"position":%s,"prices":[{"amount":%s,"currency":"EUR","compare_at_amount":null}],"in_stock":%s,"weight_grams":0,"image_url":null,"requires_shipping":true,"taxable":true}',
  type_id, coalesce(to_json(variant_title)::text, 'null'), sku, coalesce(to_json(variant_title)::text, ''), position, price, in_stock::text)`;

const VIEWS = `
  insert into catalog.product_views (product_id, handle, published, title, vendor, type, tags, in_stock, created_at, words, search, etag, document)
  with shown as (
    select p, count(*) as n, min(price) as lowest, max(price) as highest, bool_or(in_stock) as in_stock, string_agg(${VARIANT_TEXT}, ',' order by position) as variants, string_agg(sku, ' ' order by position) as skus
      from grown.variants group by p
  ), told as (
    select p.*, s.in_stock, s.skus, lower(concat_ws(' ', title, vendor, type, array_to_string(tags, ' '))) as words,
           format('{"id":"%s","handle":"%s","title":"%s","description":%s,"vendor":"%s","type":"%s","tags":%s,"options":%s,"images":[],"price_ranges":[{"currency":"EUR","min_amount":%s,"max_amount":%s}],"in_stock":%s,"variants_count":%s,"variants":[%s],"created_at":"%s","updated_at":"%s"}',
             type_id, handle, title, to_json(description), vendor, type, to_json(tags), replace(options::text, ', ', ','), lowest, highest, in_stock::text, s.n, variants, grown.iso(ms), grown.iso(ms)) as document
      from grown.products p join shown s using (p)
  )
  select id, handle, status = 'published', title, vendor, type, tags, in_stock, grown.at(ms), words,
         setweight(to_tsvector('simple', lower(title || ' ' || handle || ' ' || skus)), 'A') || setweight(to_tsvector('simple', words), 'B')
           || setweight(to_tsvector('simple', lower(regexp_replace(description, '<[^<>]*>', ' ', 'g'))), 'D'),
         '"' || left(md5(document), 22) || '"', document
    from told order by p`;

export const catalogSteps = (extent: Extent): readonly string[] => [
  products(extent),
  VARIANTS,
  `create unique index on grown.variants (v)`,
  `analyze grown.products, grown.variants`,
  `insert into catalog.products (id, handle, title, description, vendor, type, tags, status, options, version, created_at, updated_at)
   select id, handle, title, description, vendor, type, tags, status, options, 1, grown.at(ms), grown.at(ms) from grown.products order by p`,
  `insert into catalog.variants (id, product_id, sku, option_values, position, in_stock)
   select id, product_id, sku, case when variant_title is null then '{}' else array[variant_title] end, position, in_stock from grown.variants order by v`,
  `insert into catalog.prices (variant_id, currency, amount) select id, 'EUR', price from grown.variants order by v`,
  VIEWS,
  `insert into catalog.product_prices (product_id, currency, published, min_amount, max_amount, title, type, vendor, in_stock, created_at)
   select p.id, 'EUR', p.status = 'published', min(v.price), max(v.price), p.title, p.type, p.vendor, bool_or(v.in_stock), grown.at(p.ms)
     from grown.products p join grown.variants v using (p) group by p.id, p.status, p.title, p.type, p.vendor, p.ms`,
];
