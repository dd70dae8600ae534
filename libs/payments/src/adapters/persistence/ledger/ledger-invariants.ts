import type { Invariant } from '@holdfast/platform';

export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I14',
    holds: 'Balances and checkpoints of the ledger are the sums of its transfers.',
    sql: `with latest as (select distinct on (account) account, until, balance from payments.ledger_checkpoints order by account, until desc),
          legs as (select credit as account, amount, booked_at from payments.ledger_transfers union all select debit, -amount, booked_at from payments.ledger_transfers),
          sums as (
            select l.account, sum(l.amount) as amount, sum(l.amount) filter (where l.booked_at <= c.until) as checked
              from legs l left join latest c on c.account = l.account group by 1
          )
          select a.code as account, a.balance::text as balance, coalesce(s.amount, 0)::text as transfers
            from payments.ledger_accounts a left join sums s on s.account = a.code
           where a.balance is not null and a.balance <> coalesce(s.amount, 0)
          union all
          select s.account, null, s.amount::text from sums s left join payments.ledger_accounts a on a.code = s.account where a.code is null
          union all
          select c.account, c.balance::text, coalesce(s.checked, 0)::text from latest c left join sums s on s.account = c.account where c.balance <> coalesce(s.checked, 0)`,
  },
  {
    id: 'I15',
    holds: 'Every succeeded capture and refund has exactly one journal, of exactly its amount, and no journal is without one; those of refunds that came back are reversed.',
    sql: `select coalesce(o.id, b.operation_id) as operation_id, coalesce(o.kind, b.kind) as kind, o.amount::text as moved, b.amount::text as booked
            from (select id, kind, state, amount, currency from payments.operations where state in ('succeeded', 'returned') and kind in ('capture', 'refund')) o
            full join (
              select j.operation_id, j.kind, count(distinct j.id) as journals, sum(t.amount) as amount, min(t.currency) as currency,
                     bool_and(exists (select from payments.ledger_journals r where r.reverses_id = j.id)) as reversed
                from payments.ledger_journals j left join payments.ledger_transfers t
                  on t.journal_id = j.id and t.leg = 'gateway' and (case j.kind when 'capture' then t.debit else t.credit end) like 'gateway_clearing:%'
               where j.kind in ('capture', 'refund') group by 1, 2
            ) b on b.operation_id = o.id and b.kind = o.kind
           where not (o.state is not distinct from 'returned' and b.operation_id is null)
             and (b.journals is distinct from 1 or (b.amount, b.currency) is distinct from (o.amount, o.currency) or (o.state = 'returned' and not b.reversed))`,
  },
  {
    id: 'I16',
    holds: 'For all that gateways have reported, their clearing accounts hold exactly what the gateways say, in each currency; and what they say that they hold, unless something explains it.',
    sql: `with about as (
            select l.gateway, j.id from payments.settlement_lines l join payments.ledger_journals j on j.id = l.journal_id
            union
            select l.gateway, j.id from payments.settlement_lines l join payments.ledger_journals j on j.settlement_line = l.gateway || ':' || l.line_id
          ), journals as (
            select gateway, id from about
            union
            select a.gateway, r.id from about a join payments.ledger_journals r on r.reverses_id = a.id join payments.ledger_journals j on j.id = a.id
             -- A refund that came back is reported by a line of its own.
             where not exists (select from payments.operations o where o.id = j.operation_id and o.state = 'returned')
          ), booked as (
            select j.gateway, t.currency, sum(case when t.debit = c.code then t.amount else -t.amount end) as amount
              from journals j join payments.ledger_transfers t on t.journal_id = j.id
              cross join lateral (select 'gateway_clearing:' || j.gateway || ':' || t.currency as code) c
             where c.code in (t.debit, t.credit) group by 1, 2
          ), reported as (
            select gateway, currency, sum(net) as amount from payments.settlement_lines group by 1, 2
          )
          select coalesce(r.gateway, b.gateway) as gateway, coalesce(r.currency, b.currency) as currency, r.amount::text as reported, b.amount::text as booked
            from reported r full join booked b on b.gateway = r.gateway and b.currency = r.currency
           where coalesce(r.amount, 0) <> coalesce(b.amount, 0)
          union all
          select gateway, currency, held::text, booked::text from (
            select distinct on (gateway, currency) * from payments.gateway_balances order by gateway, currency, compared_at desc, id desc
          ) latest where standing = 'differing'`,
  },
];
