import { statement } from '@holdfast/platform';

const TAIL = `t.booked_at > coalesce(c.until, '-infinity') and t.booked_at <= coalesce($2::timestamptz, 'infinity')`;

/** Of a clearing account debits are ours. What is undecided and not reported is as of now: it explains, and is no part of the balance. */
export const BOOKED = statement(
  'payments.balance-booked',
  `with clearing as (
     select a.currency, 0 - (coalesce(c.balance, 0)
              + coalesce((select sum(t.amount) from payments.ledger_transfers t where t.credit = a.code and ${TAIL}), 0)
              - coalesce((select sum(t.amount) from payments.ledger_transfers t where t.debit = a.code and ${TAIL}), 0))::bigint as booked
       from payments.ledger_accounts a
       left join lateral (
         select k.until, k.balance from payments.ledger_checkpoints k
          where k.account = a.code and k.until <= coalesce($2::timestamptz, 'infinity') order by k.until desc limit 1
       ) c on true
      where a.code !~ '^order:' and starts_with(a.code, 'gateway_clearing:' || $1 || ':')
   ), flight as (
     select o.currency, coalesce(sum(o.amount) filter (where o.kind <> 'refund'), 0)::bigint as coming, coalesce(sum(o.amount) filter (where o.kind = 'refund'), 0)::bigint as going
       from payments.operations o join payments.payments p on p.id = o.payment_id
      where p.gateway = $1 and o.state in ('created', 'sent', 'requires_action', 'unknown')
        and (o.kind in ('capture', 'refund') or (o.kind = 'authorize' and p.capture = 'automatic')) group by 1
   ), silent as (
     select p.currency, count(*)::int as unreported from payments.payments p join payments.ledger_journals j on j.payment_id = p.id
      where p.gateway = $1 and j.kind in ('capture', 'refund', 'dispute-opened', 'dispute-won')
        and not exists (select from payments.settlement_lines l where l.journal_id = j.id)
        and not exists (select from payments.ledger_journals r where r.reverses_id = j.id)
        and not exists (select from payments.settlement_differences d where d.journal_id = j.id and d.kind = 'missing' and d.status = 'corrected') group by 1
   ), told as (
     select (select count(*) from payments.settlement_differences d where d.gateway = $1 and d.status = 'open')
          + (select count(*) from payments.gateway_events e where e.gateway = $1 and e.state in ('received', 'parked')) as open
   )
   select currency, coalesce(c.booked, 0) as booked, coalesce(f.coming, 0) as coming, coalesce(f.going, 0) as going, coalesce(s.unreported, 0) as unreported, t.open::int as open
     from clearing c full join flight f using (currency) full join silent s using (currency) cross join told t order by currency`,
);

export const ADD = statement(
  'payments.balance-add',
  `insert into payments.gateway_balances (id, gateway, currency, held, booked, coming, going, unreported, open_differences, standing)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::int[], $9::int[], $10::text[])`,
);

export const LIST = statement(
  'payments.balance-list',
  `select * from payments.gateway_balances
    where ($1::text is null or gateway = $1) and ($2::text is null or standing = $2) and ($3::uuid[] is null or id = any($3))
      and ($4::timestamptz is null or (compared_at, id) < ($4, $5)) order by compared_at desc, id desc limit $6`,
);
