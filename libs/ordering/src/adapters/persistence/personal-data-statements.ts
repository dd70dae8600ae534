import { statement } from '@holdfast/platform';

/** Longest time that an order is taken as on its way when nobody says that it arrived, in days. */
const DELIVERY_DAYS = 30;

// $1 the customer, $2 addresses, $3 until when what guests did under them is meant. What another account did under the address is not.
const CART = `(c.customer_id = $1 or c.customer_id is null and lower(c.email) = any($2::text[]) and c.created_at <= $3)`;
/** By the cart or by the address, each by its own index: no index leads to both at once. */
const CHECKOUT = `k.id in (
      select k.id from ordering.carts c join ordering.checkouts k on k.cart_id = c.id where c.customer_id = $1
      union all
      select k.id from ordering.checkouts k join ordering.carts c on c.id = k.cart_id
       where lower(k.email) = any($2::text[]) and k.created_at <= $3 and c.customer_id is null)`;
const ORDER = `(o.customer_id = $1 or o.customer_id is null and lower(o.email) = any($2::text[]) and o.placed_at <= $3)`;
const ARRIVED = `(o.status in ('completed', 'canceled') or o.placed_at <= now() - interval '${DELIVERY_DAYS} days')`;

export const EXPORT_CARTS = statement('ordering.export-carts', `select platform.shown(to_jsonb(c), 'ordering.carts') as row from ordering.carts c where ${CART} order by c.id`);

export const EXPORT_CHECKOUTS = statement(
  'ordering.export-checkouts',
  `select platform.shown(to_jsonb(k), 'ordering.checkouts') as row from ordering.checkouts k where ${CHECKOUT} order by k.id`,
);

export const EXPORT_ORDERS = statement(
  'ordering.export-orders',
  `select platform.shown(to_jsonb(o), 'ordering.orders') || jsonb_build_object('lines', (
            select jsonb_agg(to_jsonb(l) order by l.position) from ordering.order_lines l where l.order_id = o.id)) as row
     from ordering.orders o where ${ORDER} order by o.id`,
);

export const CHECKOUTS = statement('ordering.checkouts-of', `select k.id from ordering.checkouts k where ${CHECKOUT} order by k.id`);

export const CARTS = statement('ordering.carts-of', `select c.token_hash, c.created_at::text as begun_at from ordering.carts c where ${CART} order by c.id for update`);

/** A guest's cart stays open: somebody else may be filling it, who then says again where it goes. */
export const ERASE_CARTS = statement(
  'ordering.erase-carts',
  `update ordering.carts c set email = null, shipping_address = null, billing_address = null, metadata = '{}', version = version + 1, updated_at = now(),
          status = case when status = 'open' and customer_id is not null then 'abandoned' else status end
    where ${CART} and status <> 'checking_out'
      and (num_nonnulls(email, shipping_address, billing_address) > 0 or metadata <> '{}' or status = 'open' and customer_id is not null)`,
);

/** $4: those whose payments are not decided. */
export const ERASE_CHECKOUTS = statement(
  'ordering.erase-checkouts',
  `update ordering.checkouts k set email = null, shipping_address = null, billing_address = null, erased_at = now(), version = k.version + 1, updated_at = now()
    where ${CHECKOUT} and k.status in ('completed', 'expired', 'canceled') and k.erased_at is null and k.id <> all($4::uuid[])`,
);

export const ERASE_ORDERS = statement(
  'ordering.erase-orders',
  `update ordering.orders o
      set shipping_country = shipping_address->>'country', billing_country = billing_address->>'country', email = null, shipping_address = null,
          billing_address = null, metadata = '{}', erased_at = now(), version = version + 1, updated_at = now()
    where ${ORDER} and o.erased_at is null and ${ARRIVED}`,
);

/** What has to wait: checkouts that may still become orders, and orders that still need their address. */
export const WAITS = statement(
  'ordering.erasure-waits',
  `select 'chk' as kind, k.id, greatest(k.expires_at, now() + interval '1 minute') as until from ordering.checkouts k
    where ${CHECKOUT} and k.status in ('open', 'processing', 'requires_action')
   union all
   select 'ord', o.id, o.placed_at + interval '${DELIVERY_DAYS} days' from ordering.orders o where ${ORDER} and o.erased_at is null
   order by 2`,
);

/** $1 days. By when they were made as well, because that has an index. Carts of guests whose buyers left them, a part at a time. */
export const FORGET_CARTS = statement(
  'ordering.forget-carts',
  `update ordering.carts set email = null, shipping_address = null, billing_address = null, metadata = '{}', version = version + 1, updated_at = now(),
          status = case status when 'open' then 'abandoned' else status end
    where id in (
      select id from ordering.carts
       where customer_id is null and status <> 'checking_out' and updated_at < now() - make_interval(days => $1) and created_at < now() - make_interval(days => $1)
         and (num_nonnulls(email, shipping_address, billing_address) > 0 or metadata <> '{}') limit $2 for update skip locked)
   returning id`,
);

/** $1 days. Checkouts that nothing came of. */
export const FORGET_CHECKOUTS = statement(
  'ordering.forget-checkouts',
  `update ordering.checkouts set email = null, shipping_address = null, billing_address = null, erased_at = now(), version = version + 1, updated_at = now()
    where id in (
      select id from ordering.checkouts
       where status in ('expired', 'canceled') and erased_at is null and updated_at < now() - make_interval(days => $1) and created_at < now() - make_interval(days => $1) limit $2 for update skip locked)
   returning id`,
);
