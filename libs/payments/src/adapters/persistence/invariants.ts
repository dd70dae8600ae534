import type { Invariant } from '@holdfast/platform';

export const PAYMENTS_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I7',
    holds: 'No undecided payment operation is forgotten: each is asked about when its time comes, or a person was asked.',
    sql: `select id, payment_id, kind, state, created_at from payments.operations
           where state in ('created', 'sent', 'unknown') and not needs_human and coalesce(next_check_at, updated_at) < now() - interval '2 minutes'`,
  },
  {
    id: 'I9',
    holds: 'No checkout is charged twice: it has one live authorization at most, and never more money than its amount.',
    sql: `select checkout_id, count(*) as live, sum(authorized - voided) as authorized from payments.payments
           where authorized - voided - refunded > 0 group by 1 having count(*) > 1 or sum(authorized - voided - refunded) > max(amount)`,
  },
  {
    id: 'I12',
    holds: 'The amounts of a payment are the sums of its succeeded operations.',
    sql: `select p.id from payments.payments p left join payments.operations o on o.payment_id = p.id and o.state = 'succeeded' group by p.id
          having p.authorized <> coalesce(sum(o.amount) filter (where o.kind = 'authorize'), 0)
              or p.captured <> coalesce(sum(o.amount) filter (where o.kind = 'capture'), 0)
              or p.voided <> coalesce(sum(o.amount) filter (where o.kind = 'void'), 0)
              or p.refunded <> coalesce(sum(o.amount) filter (where o.kind = 'refund'), 0)`,
  },
  {
    id: 'I13',
    holds: 'Refunds never exceed captures; captures and voids never exceed authorizations.',
    sql: `select id from payments.payments where not (refunded between 0 and captured and captured + voided <= authorized and authorized <= amount)`,
  },
];
