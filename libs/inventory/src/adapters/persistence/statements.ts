import { statement } from '@holdfast/platform';

/** Locked in one global order, so that two batches never wait for each other in a circle. */
export const LOCK_LEVELS = statement(
  'inventory.lock-levels',
  `select l.id, l.variant_id, l.location_id, l.on_hand, l.reserved, l.flips, p.rank
     from inventory.levels l join inventory.locations p on p.id = l.location_id
    where l.variant_id = any($1::uuid[])
    order by l.variant_id, l.location_id for update of l`,
);

/**
 * Expiry is judged here, by the database's clock, and not by a sweeper: whoever needs the stock takes it back. By the time of the statement: the
 * transaction may have waited for the levels, and what expired meanwhile is free.
 */
export const RECLAIM_EXPIRED = statement(
  'inventory.reclaim-expired',
  `with dead as (
     update inventory.holds set status = 'expired'
      where status = 'held' and not pinned and expires_at <= statement_timestamp() and variant_id = any($1::uuid[])
     returning id, variant_id, location_id, quantity
   ), sums as (
     select variant_id, location_id, sum(quantity)::int as quantity from dead group by 1, 2
   ), back as (
     update inventory.levels l
        set reserved = l.reserved - s.quantity, flips = l.flips + (l.on_hand = l.reserved)::int
       from sums s where l.variant_id = s.variant_id and l.location_id = s.location_id
     returning l.id, l.variant_id, l.flips, s.quantity, l.on_hand - l.reserved = s.quantity as came_back
   ), noted as (
     insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause)
     select gen_random_uuid(), variant_id, location_id, 0, -quantity, 'expire', 'hold', id from dead
   )
   select id, variant_id, flips, quantity, came_back from back`,
);

/** The guard of the promise: the counter moves only while there is enough, whatever was read before; else nothing is done. */
export const PLACE_HOLDS = statement(
  'inventory.place-holds',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::timestamptz[], $7::boolean[])
       as d(id, checkout_id, variant_id, location_id, quantity, expires_at, pinned)
   ), guarded as (
     update inventory.levels l
        set reserved = l.reserved + s.quantity,
            flips = l.flips + (l.on_hand - l.reserved = s.quantity)::int
       from (select variant_id, location_id, sum(quantity)::int as quantity from d group by 1, 2) s
      where l.variant_id = s.variant_id and l.location_id = s.location_id and l.on_hand - l.reserved >= s.quantity
     returning 1
   ), kept as (
     insert into inventory.holds (id, checkout_id, variant_id, location_id, quantity, expires_at, pinned) select * from d
   ), noted as (
     insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause)
     select id, variant_id, location_id, 0, quantity, 'hold', 'hold', id from d
   )
   select inventory.refuse_overselling() where (select count(*) from guarded) < (select count(distinct (variant_id, location_id)) from d)`,
);

export const ALLOCATE = statement(
  'inventory.allocate',
  `with mine as (
     select id, checkout_id, quantity from inventory.holds
      where checkout_id = any($1::uuid[]) and status = 'held' order by id for update
   ), whole as (
     select p.checkout_id, p.order_id from unnest($1::uuid[], $2::uuid[], $3::int[]) as p(checkout_id, order_id, units)
       join mine m using (checkout_id) group by 1, 2, p.units having sum(m.quantity) = p.units
   )
   update inventory.holds h set status = 'allocated', pinned = false, order_id = w.order_id
     from whole w, mine m where h.id = m.id and m.checkout_id = w.checkout_id returning h.checkout_id`,
);

export const PIN = statement(
  'inventory.pin',
  `with pinned as (
     update inventory.holds set pinned = true, expires_at = greatest(expires_at, $2)
      where checkout_id = any($1::uuid[]) and status = 'held' returning id
   )
   select h.checkout_id from inventory.holds h left join pinned using (id)
    where h.checkout_id = any($1::uuid[]) group by 1 having bool_and(pinned.id is not null)`,
);

export const UNPIN = statement(
  'inventory.unpin',
  `update inventory.holds set pinned = false where checkout_id = any($1::uuid[]) and status = 'held' and pinned`,
);

/** Variants of the checkouts, to lock their levels before anything is given back. */
export const HELD_VARIANTS = statement(
  'inventory.held-variants',
  `select distinct variant_id from inventory.holds where checkout_id = any($1::uuid[]) and status in ('held', 'allocated')`,
);

export const RELEASE = statement(
  'inventory.release',
  `with freed as (
     update inventory.holds set status = $2, pinned = false
      where checkout_id = any($1::uuid[]) and (status = 'held' or (status = 'allocated' and $2 = 'released'))
     returning id, variant_id, location_id, quantity
   ), back as (
     update inventory.levels l
        set reserved = l.reserved - f.quantity, flips = l.flips + (l.on_hand = l.reserved)::int
       from (select variant_id, location_id, sum(quantity)::int as quantity from freed group by 1, 2) f
      where l.variant_id = f.variant_id and l.location_id = f.location_id
     returning l.id, l.variant_id, l.flips, l.on_hand - l.reserved = f.quantity as came_back
   ), noted as (
     insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause)
     select gen_random_uuid(), variant_id, location_id, 0, -quantity,
            case $2 when 'expired' then 'expire' else 'release' end, 'hold', id from freed
   )
   select id, variant_id, flips from back where came_back`,
);

/** Expired holds count as free, as they do when somebody buys. */
export const AVAILABILITY = statement(
  'inventory.availability',
  `select l.variant_id, sum(l.on_hand - l.reserved)::int + coalesce((
            select sum(h.quantity)::int from inventory.holds h
             where h.variant_id = l.variant_id and h.status = 'held' and not h.pinned and h.expires_at <= now()), 0) as available
     from inventory.levels l where l.variant_id = any($1::uuid[]) group by 1`,
);

export const STOCK_INITIALLY = statement(
  'inventory.stock-initially',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as d(id, movement_id, variant_id, quantity)
   ), place as (
     select id from inventory.locations order by rank limit 1
   ), made as (
     insert into inventory.levels (id, variant_id, location_id, on_hand, flips)
     select d.id, d.variant_id, place.id, d.quantity, (d.quantity > 0)::int from d, place order by d.variant_id
     on conflict do nothing returning id, variant_id, location_id, on_hand, flips
   ), noted as (
     insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause, actor)
     select d.movement_id, m.variant_id, m.location_id, m.on_hand, 0, 'initial', $5, $6, $7
       from made m join d using (variant_id) where m.on_hand > 0
   )
   select id, variant_id, flips from made where on_hand > 0`,
);
