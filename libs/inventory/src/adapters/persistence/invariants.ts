import type { Invariant } from '@holdfast/platform';

export const INVENTORY_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I1',
    holds: 'Nothing is oversold: what is reserved is never negative and never more than what is on hand.',
    sql: `select variant_id, location_id, on_hand, reserved from inventory.levels where reserved < 0 or reserved > on_hand`,
  },
  {
    id: 'I2',
    holds: 'What is reserved is exactly the sum of open holds and allocations.',
    sql: `select l.variant_id, l.location_id, l.reserved, coalesce(h.held, 0) as held from inventory.levels l
            left join (select variant_id, location_id, sum(quantity) as held from inventory.holds where status in ('held', 'allocated') group by 1, 2) h
              using (variant_id, location_id)
           where l.reserved <> coalesce(h.held, 0)`,
  },
  {
    id: 'I3',
    holds: 'Every level is exactly the sum of its movements.',
    sql: `select l.variant_id, l.location_id, l.on_hand, l.reserved from inventory.levels l
            left join (select variant_id, location_id, sum(delta_on_hand) as on_hand, sum(delta_reserved) as reserved from inventory.movements group by 1, 2) m
              using (variant_id, location_id)
           where (l.on_hand, l.reserved) is distinct from (coalesce(m.on_hand, 0), coalesce(m.reserved, 0))`,
  },
  {
    id: 'I4',
    holds: 'Units that left the shelf are exactly those of shipped allocations, and every hold moved its stock once.',
    sql: `select h.variant_id, 'shipped' as about from (select variant_id, sum(quantity) as quantity from inventory.holds where status = 'shipped' group by 1) h
            left join (select variant_id, -sum(delta_on_hand) as quantity from inventory.movements where reason = 'ship' group by 1) m using (variant_id)
           where h.quantity <> coalesce(m.quantity, 0)
          union all
          select h.variant_id, 'hold without its movement' from inventory.holds h
           where not exists (select from inventory.movements m where m.cause = h.id and m.reason = 'hold' and m.delta_reserved = h.quantity)`,
  },
];
