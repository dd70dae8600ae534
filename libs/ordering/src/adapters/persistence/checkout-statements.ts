import { statement } from '@holdfast/platform';

export const LOCK_CARTS = statement(
  'ordering.lock-carts',
  `select a.n::int as n, c.id, c.status, c.currency, c.email, c.shipping_address, c.billing_address, c.metadata, c.lines,
          c.customer_id, c.merged_into, c.version
     from unnest($1::uuid[], $2::bytea[], $3::uuid[]) with ordinality as a(id, token_hash, customer_id, n)
     join ordering.carts c on c.id = a.id and (c.token_hash = a.token_hash or c.customer_id = a.customer_id)
    order by c.id for update of c`,
);

export const SAVE_PRICES = statement(
  'ordering.save-prices',
  `update ordering.carts c set lines = d.lines, updated_at = now()
     from unnest($1::uuid[], $2::jsonb[]) as d(id, lines) where c.id = d.id`,
);

export const INSERT = statement(
  'ordering.insert-checkouts',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::jsonb[], $7::jsonb[], $8::text[], $9::bigint[],
         $10::bigint[], $11::text[], $12::text[], $13::int[], $14::timestamptz[], $15::timestamptz[], $16::bigint[])
       as d(id, cart_id, status, email, shipping_address, billing_address, lines, currency, subtotal, total, asked_scope, asked_key,
            attempts, expires_at, created_at, tendered)
   ), taken as (
     update ordering.carts c set status = 'checking_out', updated_at = now() from d where c.id = d.cart_id
   )
   insert into ordering.checkouts (id, cart_id, status, email, shipping_address, billing_address, lines, currency, subtotal, total,
          asked_scope, asked_key, attempts, expires_at, created_at, tendered)
   select * from d`,
);

export const LOCK = statement('ordering.lock-checkouts', `select * from ordering.checkouts where id = any($1::uuid[]) order by id for update`);

export const GET = statement(
  'ordering.lock-checkout',
  `select k.* from ordering.checkouts k join ordering.carts c on c.id = k.cart_id
    where k.id = $1 and (c.token_hash = $2 or c.customer_id = $3) for update of k`,
);

export const MOVE = statement(
  'ordering.move-checkouts',
  `with moved as (
     update ordering.checkouts k set status = d.status, version = k.version + 1, updated_at = now()
       from unnest($1::uuid[], $2::text[]) as d(id, status) where k.id = d.id
     returning k.cart_id, k.status
   )
   update ordering.carts c set status = 'open', updated_at = now()
     from moved m where c.id = m.cart_id and m.status in ('expired', 'canceled') and c.status = 'checking_out'`,
);

export const BEGIN = statement(
  'ordering.begin-payment',
  `update ordering.checkouts set status = 'processing', asked_scope = $2, asked_key = $3, attempts = attempts + 1,
          expires_at = $4, tendered = $5, version = version + 1, updated_at = now() where id = $1`,
);

export const PLACE = statement(
  'ordering.place-orders',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as d(id, checkout_id, token_hash)
   ), placed as (
     insert into ordering.orders (id, number, checkout_id, cart_id, customer_id, token_hash, status, email, shipping_address, billing_address, currency, subtotal, total)
     select d.id, nextval('ordering.order_numbers'), k.id, k.cart_id, c.customer_id, d.token_hash, 'placed', k.email, k.shipping_address, k.billing_address,
            k.currency, k.subtotal, k.total
       from d join ordering.checkouts k on k.id = d.checkout_id join ordering.carts c on c.id = k.cart_id
     returning id, number, placed_at, customer_id
   ), lines as (
     insert into ordering.order_lines (id, order_id, position, variant_id, product_id, title, variant_title, sku, quantity, unit_price, total)
     select * from unnest($4::uuid[], $5::uuid[], $6::int[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::int[], $13::bigint[], $14::bigint[])
   ), completed as (
     update ordering.checkouts k set status = 'completed', version = version + 1, updated_at = now() from d where k.id = d.checkout_id
     returning k.cart_id
   ), converted as (
     update ordering.carts c set status = 'converted', updated_at = now() from completed k where c.id = k.cart_id
   )
   select id, number::text as number, placed_at, customer_id from placed`,
);

export const EXPIRED = statement(
  'ordering.expired',
  `select id from ordering.checkouts where status in ('open', 'requires_action') and expires_at <= now() order by expires_at limit $1`,
);

export const TAKE_EXPIRED = statement(
  'ordering.take-expired',
  `select * from ordering.checkouts where id = any($1::uuid[]) and status in ('open', 'requires_action') and expires_at <= now()
    order by id for update skip locked`,
);
