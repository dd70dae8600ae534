import type { Invariant } from '@holdfast/platform';

/** These read several schemas, which nothing else does: a promise that spans modules is proved across them. */
export const ORDERING_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I5',
    holds: 'One order per checkout, one completed checkout per cart; every open order line is covered by stock, exactly.',
    sql: `select k.id as checkout_id, 'completed without order' as about from ordering.checkouts k
           where k.status = 'completed' and not exists (select from ordering.orders o where o.checkout_id = k.id)
          union all
          select o.checkout_id, 'order of a checkout that is not completed' from ordering.orders o join ordering.checkouts k on k.id = o.checkout_id
           where k.status <> 'completed'
          union all
          select o.checkout_id, 'lines and allocations differ' from ordering.orders o
            join (select order_id, variant_id, sum(quantity) as quantity from ordering.order_lines group by 1, 2) l on l.order_id = o.id
            left join (select order_id, variant_id, sum(quantity) as quantity from inventory.holds where status in ('allocated', 'shipped') group by 1, 2) h
              on h.order_id = l.order_id and h.variant_id = l.variant_id
           where o.status in ('placed', 'processing') and l.quantity is distinct from h.quantity`,
  },
  {
    id: 'I6',
    holds: 'The total of an order is the sum of its lines, to the cent, and what its checkout said.',
    sql: `select o.id from ordering.orders o join ordering.order_lines l on l.order_id = o.id join ordering.checkouts k on k.id = o.checkout_id
           group by o.id, k.id having sum(l.total) <> o.subtotal or o.subtotal <> o.total or k.total <> o.total or bool_or(l.unit_price * l.quantity <> l.total)`,
  },
  {
    id: 'I8',
    holds: 'No hold outlives its checkout, and none expired while its payment was on its way.',
    sql: `select h.id, 'held for a checkout that is over' as about from inventory.holds h join ordering.checkouts k on k.id = h.checkout_id
           where h.status = 'held' and k.status in ('completed', 'expired', 'canceled')
          union all
          select h.id, 'expired under a payment' from inventory.holds h join ordering.checkouts k on k.id = h.checkout_id
           where h.status = 'expired' and k.status = 'processing'`,
  },
  {
    id: 'I9',
    holds: 'No checkout is charged twice: what its payments have authorized and did not give back is never more than its total.',
    sql: `select p.checkout_id, count(*) as live, sum(p.authorized - p.voided - p.refunded) as authorized from payments.payments p
            join ordering.checkouts k on k.id = p.checkout_id
           where p.authorized - p.voided - p.refunded > 0 group by p.checkout_id, k.total having sum(p.authorized - p.voided - p.refunded) > k.total`,
  },
  {
    id: 'I11',
    holds: 'No money is kept for a checkout that ended without an order, beyond the two minutes that giving it back takes.',
    sql: `select p.id, p.checkout_id from payments.payments p
           where p.captured - p.refunded > 0 and p.updated_at < now() - interval '2 minutes'
             and not exists (select from ordering.orders o where o.checkout_id = p.checkout_id)
             and not exists (select from ordering.checkouts k where k.id = p.checkout_id and k.status in ('open', 'processing', 'requires_action'))`,
  },
  {
    id: 'I18',
    holds: 'Every order was announced once.',
    sql: `select o.id from ordering.orders o left join platform.outbox e on e.subject = o.id and e.type = 'ordering.order-placed.v1'
           group by o.id having count(e.id) <> 1`,
  },
  {
    id: 'I22',
    holds: 'An order belongs to whom its cart belongs to.',
    sql: `select o.id, o.customer_id, c.customer_id as cart_of from ordering.orders o left join ordering.carts c on c.id = o.cart_id
           where o.customer_id is distinct from c.customer_id`,
  },
  {
    id: 'I23',
    holds: 'Every order was paid for in full when it was placed, or had nothing to pay.',
    sql: `select o.id from ordering.orders o left join (select checkout_id, sum(authorized) as authorized from payments.payments group by 1) p using (checkout_id)
           where o.total > coalesce(p.authorized, 0)`,
  },
];
