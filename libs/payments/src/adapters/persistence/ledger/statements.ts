import { statement } from '@holdfast/platform';

/** A fact that was booked before is not booked again: its journal is there, and its transfers are passed over with it. */
const BOOK = `with j as (
     insert into payments.ledger_journals (id, kind, ref, checkout_id, payment_id, operation_id, settlement_line, reverses_id, reason, occurred_at)
     select id, kind, ref, checkout_id, payment_id, operation_id, settlement_line, reverses_id, reason, coalesce(occurred_at, now())
       from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::timestamptz[])
         as d(id, kind, ref, checkout_id, payment_id, operation_id, settlement_line, reverses_id, reason, occurred_at)
     on conflict do nothing returning id, kind, ref
   )`;
const TRANSFER = `insert into payments.ledger_transfers (journal_id, seq, debit, credit, amount, currency, leg, kind, ref)
   select d.journal_id, d.seq, d.debit, d.credit, d.amount, d.currency, d.leg, j.kind, j.ref
     from unnest($11::uuid[], $12::int[], $13::text[], $14::text[], $15::bigint[], $16::text[], $17::text[])
       as d(journal_id, seq, debit, credit, amount, currency, leg) join j on j.id = d.journal_id`;

export const POST = statement(
  'payments.ledger-post',
  `${BOOK}, sold as (
     insert into payments.ledger_orders (checkout_id, order_id, currency, goods, discount, shipping, taxes)
     select * from unnest($18::uuid[], $19::uuid[], $20::text[], $21::bigint[], $22::bigint[], $23::bigint[], $24::jsonb[]) on conflict (checkout_id) do nothing
   )
   ${TRANSFER}`,
);

export const POST_ONCE = statement('payments.ledger-post-once', `${BOOK}, t as (${TRANSFER} returning 1) select count(*)::int as booked from j`);

export const LOCK_ORDERS = statement(
  'payments.ledger-orders',
  `select checkout_id, order_id, currency, goods, discount, shipping, taxes from payments.ledger_orders
    where checkout_id = any($1::uuid[]) order by checkout_id for update`,
);

/** After the lock, so that it sees what whoever had it has booked. Sums of credits less debits, by account. */
export const SUMS = statement(
  'payments.ledger-sums',
  `select j.checkout_id, l.account, sum(l.amount)::bigint as amount
     from payments.ledger_journals j join payments.ledger_transfers t on t.journal_id = j.id
     cross join lateral (values (t.credit, t.amount), (t.debit, -t.amount)) as l(account, amount)
    where j.checkout_id = any($1::uuid[]) and j.kind in ('capture', 'refund', 'recognition', 'reversal') group by 1, 2`,
);

export const GET = statement(
  'payments.ledger-journal-transfers',
  `select j.id, j.kind, j.ref, j.checkout_id, j.payment_id, j.settlement_line, t.debit, t.credit, t.amount, t.leg
     from payments.ledger_journals j join payments.ledger_transfers t on t.journal_id = j.id where j.id = $1 order by t.seq`,
);

export const OF_REFUNDS = statement(
  'payments.ledger-journals-of-refunds',
  `select j.id, j.kind, j.ref, j.checkout_id, j.payment_id, j.settlement_line, t.debit, t.credit, t.amount, t.leg
     from payments.ledger_journals j join payments.ledger_transfers t on t.journal_id = j.id
    where j.operation_id = any($1::uuid[]) and j.kind = 'refund' order by j.id, t.seq`,
);

export const UNBOOKED = statement(
  'payments.ledger-unbooked',
  `select o.id, o.kind, o.amount, o.currency, o.updated_at, p.id as payment_id, p.checkout_id, p.gateway
     from payments.operations o join payments.payments p on p.id = o.payment_id
    where o.state = 'succeeded' and o.kind in ('capture', 'refund')
      and not exists (select from payments.ledger_journals j where j.kind = o.kind and j.operation_id = o.id)
    order by p.id, o.kind, o.id limit $1 for update of p`,
);

/** Accounts of placed orders that hold money. Those without an order wait for a refund. */
export const UNEARNED = statement(
  'payments.ledger-unearned',
  `select distinct s.checkout_id from payments.ledger_accounts a
     join payments.ledger_transfers t on t.credit = a.code join payments.ledger_journals j on j.id = t.journal_id
     join payments.ledger_orders s on s.checkout_id = j.checkout_id
    where a.balance > 0 limit $1`,
);

/**
 * Up to midnight, or to where the oldest open transaction began: what it books bears the time of its beginning. Accounts of orders
 * have few transfers and need none.
 */
export const CHECKPOINT = statement(
  'payments.ledger-checkpoint',
  `with boundary as (
     select least(date_trunc('day', now(), 'UTC'), (select min(xact_start) from pg_stat_activity where datname = current_database())) - interval '1 microsecond' as until
   ), tail as (
     select a.code, b.until, coalesce(c.balance, 0) as before,
            coalesce((select sum(t.amount) from payments.ledger_transfers t where t.credit = a.code and t.booked_at > coalesce(c.until, '-infinity') and t.booked_at <= b.until), 0)
          - coalesce((select sum(t.amount) from payments.ledger_transfers t where t.debit = a.code and t.booked_at > coalesce(c.until, '-infinity') and t.booked_at <= b.until), 0) as delta
       from boundary b cross join payments.ledger_accounts a
       left join lateral (select until, balance from payments.ledger_checkpoints c where c.account = a.code order by until desc limit 1) c on true
      where a.code !~ '^order:' and (c.until is null or c.until < b.until)
   )
   insert into payments.ledger_checkpoints (account, until, balance) select code, until, before + delta from tail on conflict do nothing`,
);
