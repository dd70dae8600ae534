import { statement } from '@holdfast/platform';

export const BEGIN = statement(
  'payments.begin',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[])
       as d(id, operation_id, checkout_id, gateway, method, capture, currency, amount, return_url)
   ), p as (
     insert into payments.payments (id, checkout_id, gateway, method, capture, currency, amount, return_url)
     select id, checkout_id, gateway, method, capture, currency, amount, return_url from d
   )
   insert into payments.operations (id, payment_id, kind, amount, currency, next_check_at)
   select operation_id, id, 'authorize', amount, currency, now() + make_interval(secs => $10) from d`,
);

export const MARK_SENT = statement(
  'payments.mark-sent',
  `update payments.operations set state = 'sent', version = version + 1, updated_at = now()
    where id = any($1::uuid[]) and state = 'created'`,
);

export const LOCK = statement(
  'payments.lock',
  `select p.*, o.id as operation_id, o.kind, o.amount as operation_amount, o.state, o.version as operation_version, o.checks,
          o.created_at as operation_created_at
     from payments.operations o join payments.payments p on p.id = o.payment_id
    where o.id = any($1::uuid[]) order by p.id for update of p, o`,
);

export const SAVE = statement(
  'payments.save',
  `with o as (
     update payments.operations o
        set state = d.state, code = d.code, version = d.version, updated_at = now(),
            next_check_at = now() + make_interval(secs => d.look_after)
       from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $18::int[]) as d(id, state, code, version, look_after) where o.id = d.id
   ), followed as (
     insert into payments.operations (id, payment_id, kind, amount, currency, state)
     select id, payment_id, kind, amount, currency, 'succeeded'
       from unnest($5::uuid[], $6::uuid[], $7::bigint[], $8::text[], $19::text[]) as f(id, payment_id, amount, currency, kind)
   )
   update payments.payments p
      set authorized = d.authorized, captured = d.captured, voided = d.voided, refunded = d.refunded, reference = d.reference,
          next_action = d.next_action, status = d.status, version = d.version, updated_at = now()
     from unnest($9::uuid[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::jsonb[], $16::text[], $17::int[])
       as d(id, authorized, captured, voided, refunded, reference, next_action, status, version) where p.id = d.id`,
);

export const ADD = statement(
  'payments.add-operations',
  `insert into payments.operations (id, payment_id, kind, amount, currency, next_check_at)
   select d.id, p.id, d.kind, d.amount, p.currency, now()
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[]) as d(id, payment_id, kind, amount) join payments.payments p on p.id = d.payment_id`,
);

export const PAYMENTS = statement('payments.locked', `select * from payments.payments where id = any($1::uuid[]) order by id for update`);

const DUE_COLUMNS = `o.id, o.kind, o.amount, o.currency, o.checks, o.state, extract(epoch from now() - o.created_at)::int as age,
  p.gateway, p.method, p.capture, p.checkout_id, p.reference, p.return_url`;

/** A minute's lease on each; whoever dies meanwhile leaves them to the next one. */
export const TAKE_DUE = statement(
  'payments.take-due',
  `with due as (
     select id from payments.operations
      where state in ('created', 'sent', 'requires_action', 'unknown') and next_check_at <= now() and not needs_human
      order by next_check_at limit $1 for update skip locked
   )
   update payments.operations o set next_check_at = now() + interval '60 seconds'
     from due, payments.payments p where o.id = due.id and p.id = o.payment_id returning ${DUE_COLUMNS}`,
);

export const UNDECIDED = statement(
  'payments.undecided',
  `select ${DUE_COLUMNS} from payments.operations o join payments.payments p on p.id = o.payment_id
    where p.checkout_id = $1 and o.state in ('created', 'sent', 'requires_action', 'unknown')`,
);

export const POSTPONE = statement(
  'payments.postpone',
  `update payments.operations
      set checks = checks + 1, needs_human = $3, next_check_at = now() + make_interval(secs => $2), updated_at = now()
    where id = $1 and state in ('created', 'sent', 'requires_action', 'unknown')`,
);

export const OF_CHECKOUTS = statement(
  'payments.of-checkouts',
  `select * from payments.payments where checkout_id = any($1::uuid[]) order by created_at, id`,
);
