import { statement } from '@holdfast/platform';

export const SAVE_PRODUCTS = statement(
  'catalog.save-products',
  `insert into catalog.products as old (id, handle, title, description, vendor, type, tags, status, options, images, version)
   select * from json_to_recordset($1::json) as r(id uuid, handle text, title text, description text, vendor text, type text,
          tags text[], status text, options jsonb, images jsonb, version int)
   on conflict (id) do update
      set (handle, title, description, vendor, type, tags, status, options, images, version, updated_at) =
          (excluded.handle, excluded.title, excluded.description, excluded.vendor, excluded.type, excluded.tags, excluded.status,
           excluded.options, excluded.images, excluded.version, now())`,
);

/** Whether a variant is in stock is only said of new ones; later it is noted by itself. */
export const SAVE_VARIANTS = statement(
  'catalog.save-variants',
  `insert into catalog.variants as old (id, product_id, sku, barcode, option_values, position, weight_grams, image_url,
          requires_shipping, taxable, status, in_stock)
   select uuid, product, sku, barcode, "optionValues", position, "weightGrams", "imageUrl", "requiresShipping", taxable, status, in_stock
     from json_to_recordset($1::json) as r(uuid uuid, product uuid, sku text, barcode text, "optionValues" text[], position int,
          "weightGrams" int, "imageUrl" text, "requiresShipping" boolean, taxable boolean, status text, in_stock boolean)
   on conflict (id) do update
      set (sku, barcode, option_values, position, weight_grams, image_url, requires_shipping, taxable, status) =
          (excluded.sku, excluded.barcode, excluded.option_values, excluded.position, excluded.weight_grams, excluded.image_url,
           excluded.requires_shipping, excluded.taxable, excluded.status)
    where (old.sku, old.barcode, old.option_values, old.position, old.weight_grams, old.image_url, old.requires_shipping,
           old.taxable, old.status)
          is distinct from
          (excluded.sku, excluded.barcode, excluded.option_values, excluded.position, excluded.weight_grams, excluded.image_url,
           excluded.requires_shipping, excluded.taxable, excluded.status)`,
);

/** $1 all variants concerned, $2 all prices that they have from now on. */
export const SAVE_PRICES = statement(
  'catalog.save-prices',
  `with given as (
     select * from json_to_recordset($2::json) as r(variant uuid, currency text, amount bigint, "compareAtAmount" bigint)
   ), gone as (
     delete from catalog.prices p
      where p.variant_id = any($1::uuid[]) and not exists (select from given g where g.variant = p.variant_id and g.currency = p.currency)
   )
   insert into catalog.prices as old (variant_id, currency, amount, compare_at_amount)
   select variant, currency, amount, "compareAtAmount" from given
   on conflict (variant_id, currency) do update
      set (amount, compare_at_amount) = (excluded.amount, excluded.compare_at_amount)
    where (old.amount, old.compare_at_amount) is distinct from (excluded.amount, excluded.compare_at_amount)`,
);
