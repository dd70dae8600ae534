import type { Extent } from './catalog.sql.js';
import { SOLD_OUT } from './catalog.sql.js';
import { LOCATION } from './orders.sql.js';
import { uuid } from './tools.sql.js';

/** As much stock as was promised, and some more of what is not sold out. */
const STOCK = `
  create unlogged table grown.stock as
  select v.v, v.id, v.ms, coalesce(r.quantity, 0)::int as reserved, coalesce(r.quantity, 0)::int + case when v.in_stock then 20 + (v.v * 7919 % 480)::int else 0 end as on_hand
    from grown.variants v left join (select variant_id, sum(quantity) as quantity from grown.reserved group by 1) r on r.variant_id = v.id order by v.v`;

/** The log is a chain, so it is written link by link: what staff did for each refund. */
const AUDIT = `
  do $do$
  declare
    entry platform.audit_entries;
    head bytea := coalesce((select hash from platform.audit_entries order by seq desc limit 1), decode(repeat('00', 32), 'hex'));
    place bigint := coalesce((select max(seq) from platform.audit_entries), 0);
    wanted record;
  begin
    for wanted in
      select r.created_at, r.actor, a.resource, a.resource_id, a.after
        from ordering.refunds r join ordering.refund_operations o on o.refund_id = r.id
        cross join lateral (values
          ('ordering.refunds', platform.type_id('ref', r.id), jsonb_build_object('id', r.id, 'status', 'pending', 'order_id', r.order_id)),
          ('payments.operations', platform.type_id('op', o.operation_id), jsonb_build_object('id', o.operation_id, 'kind', 'refund', 'amount', o.amount, 'state', 'created'))) as a(resource, resource_id, after)
       order by r.created_at, r.id
    loop
      place := place + 1;
      entry := row(place, wanted.created_at, 'change', wanted.actor, 'POST /v1/admin/orders/:id/refunds', wanted.resource, wanted.resource_id, 'insert', null, wanted.after, null, 'req_' || substr(wanted.resource_id, 5), null)::platform.audit_entries;
      entry.hash := sha256(head || convert_to(platform.audit_text(entry), 'UTF8'));
      insert into platform.audit_entries values (entry.*);
      head := entry.hash;
    end loop;
  end $do$`;

/** A checkpoint for each day of each account that all orders share, as the worker makes them at night. */
const CHECKPOINTS = `
  insert into payments.ledger_checkpoints (account, until, balance)
  with days as (
    select account, date_trunc('day', booked_at, 'UTC') + interval '1 day' - interval '1 microsecond' as until, sum(l.amount)::bigint as amount
      from payments.ledger_transfers t cross join lateral (values (t.credit, t.amount), (t.debit, -t.amount)) as l(account, amount)
     where account in ('gateway_clearing:stripe:EUR', 'revenue:goods:EUR') group by 1, 2
  )
  select account, until, (sum(amount) over (partition by account order by until))::bigint from days where until < now()`;

export const endingSteps = ({ orders, from }: Extent): readonly string[] => [
  STOCK,
  `insert into inventory.levels (id, variant_id, location_id, on_hand, reserved, flips) select ${uuid('level', 'v', 'ms')}, id, ${LOCATION}, on_hand, reserved, 1 from grown.stock where on_hand > 0 or v % ${SOLD_OUT} = 7`,
  `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause, created_at)
   select ${uuid('movement', 'v', 'ms')}, id, ${LOCATION}, on_hand, 0, 'initial', 'job', ${uuid('product', 'v', 'ms')}, grown.at(ms) from grown.stock where on_hand > 0`,
  ...(orders === 0 ? [] : [
    `insert into payments.ledger_accounts (code, kind) values ('gateway_clearing:stripe:EUR', 'asset'), ('revenue:goods:EUR', 'revenue')`,
    CHECKPOINTS,
    `insert into platform.subscriptions (consumer, type, since) values
       ('notifications.order-confirmation', 'ordering.order-placed.v1', grown.at(${from})), ('catalog.availability', 'inventory.availability-changed.v1', grown.at(${from}))`,
    AUDIT,
    `select setval('ordering.order_numbers', 1000 + ${orders})`,
  ]),
];
