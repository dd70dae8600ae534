import { statement } from '@holdfast/platform';

/** Two that work on reports of one gateway at the same time would look for the same movements. */
export const LOCK = statement('payments.settlement-lock', `select pg_advisory_xact_lock(hashtext('payments.settlement'), hashtext($1))`);

export const LINE = 'line_id, position, kind, type, reference, payment, key, amount, fee, net, currency, occurred_at';
export const KNOWN = statement('payments.settlement-known', `select ${LINE}, status, journal_id from payments.settlement_lines where gateway = $1 and line_id = any($2::text[])`);

/** Journals that a line was found to be, those booked from it (its fee, its corrections), and what reversed them. */
export const BOOKED_OF = statement(
  'payments.settlement-booked-of',
  `with about as (
     select l.line_id, j.id from payments.settlement_lines l join payments.ledger_journals j on j.id = l.journal_id where l.gateway = $1 and l.line_id = any($2::text[])
     union
     select l.id, j.id from unnest($2::text[]) as l(id) join payments.ledger_journals j on j.settlement_line = $1 || ':' || l.id
   ), journals as (
     select line_id, id from about
     union
     select a.line_id, r.id from about a join payments.ledger_journals r on r.reverses_id = a.id
   )
   select j.line_id, t.currency,
          coalesce(sum(case c.clearing when t.debit then t.amount when t.credit then -t.amount end), 0)::bigint as clearing,
          coalesce(sum(case c.fees when t.debit then t.amount when t.credit then -t.amount end), 0)::bigint as fees
     from journals j join payments.ledger_transfers t on t.journal_id = j.id
     cross join lateral (select 'gateway_clearing:' || $1 || ':' || t.currency as clearing, 'fees:' || t.currency as fees) c
    group by 1, 2`,
);
/** As the index of open differences has it. */
const OF_JOURNAL = `coalesce(journal_id, '00000000-0000-0000-0000-000000000000')`;

/** What was open about these lines is over: what is open now is said anew. */
export const CHANGE = statement(
  'payments.settlement-change',
  `with now as (
     update payments.settlement_lines l set amount = d.amount, fee = d.fee, net = d.net, currency = d.currency, status = d.status
       from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[]) as d(line_id, amount, fee, net, currency, status)
      where l.gateway = $1 and l.line_id = d.line_id
   )
   update payments.settlement_differences set status = 'resolved', updated_at = now() where gateway = $1 and coalesce(line_id, '') = any($2::text[]) and status = 'open'`,
);

/**
 * What was reversed, or given up by a correction, does not stand on the clearing account any more; but a refund that came back is two movements to
 * the gateway as well. `offset 0`: looked up for each journal, since a few journals at a time are compared with lines of years.
 */
const MOVEMENTS = `select j.id, j.kind, j.occurred_at, t.currency, case when t.debit = 'gateway_clearing:' || p.gateway || ':' || t.currency then t.amount else -t.amount end as amount,
          (select array_agg(o.id::text) from payments.operations o where o.payment_id = p.id and (o.kind = 'authorize' or o.id = b.operation_id)) as keys,
          array_remove(array[p.reference, (select o.reference from payments.operations o where o.id = b.operation_id)], null)
            || array(select d.reference from payments.disputes d where d.payment_id = p.id and j.kind like 'dispute-%' and d.amount = t.amount) as names
     from payments.payments p join payments.ledger_journals j on j.payment_id = p.id
     join payments.ledger_transfers t on t.journal_id = j.id and t.leg = 'gateway'
     join payments.ledger_journals b on b.id = coalesce(j.reverses_id, j.id)
     left join payments.operations back on back.id = b.operation_id and back.state = 'returned'
    where p.gateway = $1 and (j.kind in ('capture', 'refund', 'dispute-opened', 'dispute-won') or (j.kind = 'reversal' and back.id is not null))
      and not exists (select from payments.settlement_lines l where l.journal_id = j.id offset 0)
      and (back.id is not null or not exists (select from payments.ledger_journals r where r.reverses_id = j.id))
      and not exists (select from payments.settlement_differences d where d.journal_id = j.id and d.kind = 'missing' and d.status = 'corrected' offset 0)`;

/** Of the payments that a report may mean, by the keys of their operations ($2) or by the gateway's names ($3). */
export const MOVEMENTS_OF = statement(
  'payments.settlement-movements-of',
  `with named as (
     select payment_id as id from payments.operations where id = any($2::uuid[])
     union
     select payment_id from payments.operations where reference = any($3::text[])
     union
     select id from payments.payments where reference = any($3::text[])
     union
     select payment_id from payments.disputes where gateway = $1 and reference = any($3::text[])
   )
   ${MOVEMENTS} and p.id in (select id from named) order by j.occurred_at, j.id`,
);

/** Where so many journals after one of them end. */
export const WALK = statement(
  'payments.settlement-walk',
  `select id from (select id from payments.ledger_journals where id > $1 order by id limit $2) walked order by id desc limit 1`,
);
export const UNREPORTED = statement('payments.settlement-unreported', `${MOVEMENTS} and j.id > $2 and j.id <= $3 and j.occurred_at <= $4 order by j.id`);

export const ADD_LINES = statement(
  'payments.settlement-add-lines',
  `insert into payments.settlement_lines (gateway, report_id, ${LINE}, journal_id, status)
   select $1, $2, d.* from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::bigint[],
     $13::text[], $14::timestamptz[], $15::uuid[], $16::text[]) as d`,
);
/** What was missing from an earlier report is there now. */
export const FOUND = statement(
  'payments.settlement-found',
  `update payments.settlement_differences set status = 'resolved', updated_at = now()
    where gateway = $1 and status = 'open' and kind = 'missing' and coalesce(line_id, '') = '' and ${OF_JOURNAL} = any($2::uuid[])`,
);
/** What is missing still is listed with the report that it was missing from first. */
export const ADD_DIFFERENCES = statement(
  'payments.settlement-add-differences',
  `insert into payments.settlement_differences (id, report_id, gateway, kind, field, line_id, journal_id, ours, theirs, proposal)
   select d.id, $1, $2, d.kind, d.field, d.line_id, d.journal_id, d.ours, d.theirs, d.proposal
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::jsonb[], $9::jsonb[], $10::jsonb[]) as d(id, kind, field, line_id, journal_id, ours, theirs, proposal)
   on conflict do nothing`,
);

export const EXTRA = statement(
  'payments.settlement-extra',
  `select ${LINE.split(', ').map((column) => `l.${column}`).join(', ')} from payments.settlement_lines l join payments.settlement_differences d on (d.gateway, d.line_id) = (l.gateway, l.line_id)
    where l.gateway = $1 and l.status = 'extra' and d.status = 'open' order by l.occurred_at, l.line_id for update of d`,
);
export const EXPLAIN = statement(
  'payments.settlement-explain',
  `with found as (
     update payments.settlement_lines l set status = 'matched', journal_id = d.journal_id
       from unnest($2::text[], $3::uuid[]) as d(line_id, journal_id) where l.gateway = $1 and l.line_id = d.line_id
   )
   update payments.settlement_differences set status = 'resolved', updated_at = now() where gateway = $1 and status = 'open'
      and (coalesce(line_id, '') = any($2::text[]) or (kind = 'missing' and coalesce(line_id, '') = '' and ${OF_JOURNAL} = any($3::uuid[])))`,
);
export const GATEWAYS = statement('payments.settlement-gateways', `select distinct gateway from payments.settlement_reports order by 1`);
export const DIFFERENCE = statement('payments.settlement-difference', `select * from payments.settlement_differences where id = $1 and report_id = $2 for update`);
export const CORRECTED = statement('payments.settlement-corrected', `update payments.settlement_differences set status = 'corrected', correction_id = $2, updated_at = now() where id = $1`);
