import { statement } from '@holdfast/platform';

export const BEGIN = statement(
  'payments.begin',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $11::text[])
       as d(id, operation_id, checkout_id, gateway, method, capture, currency, amount, return_url, payer)
   ), p as (
     insert into payments.payments (id, checkout_id, gateway, method, payer, capture, currency, amount, return_url)
     select id, checkout_id, gateway, method, payer, capture, currency, amount, return_url from d
   )
   insert into payments.operations (id, payment_id, kind, amount, currency, next_check_at)
   select operation_id, id, 'authorize', amount, currency, now() + make_interval(secs => $10) from d`,
);

export const MARK_SENT = statement(
  'payments.mark-sent',
  `update payments.operations set state = 'sent', version = version + 1, updated_at = now()
    where id = any($1::uuid[]) and state = 'created'`,
);

export const MARK_CARRIED_ON = statement(
  'payments.mark-carried-on',
  `update payments.operations
      set state = case state when 'requires_action' then 'sent' else state end, version = version + 1, updated_at = now()
    where id = $1 and state in ('requires_action', 'sent', 'unknown') returning id`,
);

/**
 * Every payment has one authorization: by it, the other payments of the same checkouts are locked as well, so that whoever finds later that
 * all of them have to go back already has them.
 */
export const LOCK = statement(
  'payments.lock',
  `select p.*, o.id as operation_id, o.kind, o.amount as operation_amount, o.state, o.version as operation_version, o.checks, o.needs_human,
          o.reference as operation_reference, o.created_at as operation_created_at
     from payments.payments p join payments.operations o on o.payment_id = p.id
    where p.checkout_id = any(array(
            select m.checkout_id from payments.operations f join payments.payments m on m.id = f.payment_id where f.id = any($1::uuid[])))
      and (o.id = any($1::uuid[]) or o.kind = 'authorize') order by p.id for update of p, o`,
);

export const SAVE = statement(
  'payments.save',
  `with o as (
     update payments.operations o
        set state = d.state, code = d.code, version = d.version, reference = d.reference, needs_human = d.needs_human, updated_at = now(),
            next_check_at = now() + make_interval(secs => d.look_after)
       from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::boolean[], $7::int[])
         as d(id, state, code, version, reference, needs_human, look_after) where o.id = d.id
   ), followed as (
     insert into payments.operations (id, payment_id, kind, amount, currency, state)
     select id, payment_id, kind, amount, currency, 'succeeded'
       from unnest($8::uuid[], $9::uuid[], $10::text[], $11::bigint[], $12::text[]) as f(id, payment_id, kind, amount, currency)
   )
   update payments.payments p
      set authorized = d.authorized, captured = d.captured, voided = d.voided, refunded = d.refunded,
          capturing = d.capturing, voiding = d.voiding, refunding = d.refunding, reference = d.reference,
          next_action = d.next_action, status = d.status, version = d.version, updated_at = now(),
          next_observation_at = case
            when d.authorized > d.captured + d.voided or d.refunded + d.refunding > 0 then coalesce(p.next_observation_at, now() + interval '1 hour')
            when p.next_observation_at is null then null
            when exists (select from payments.disputes x where x.payment_id = p.id and x.status = 'open') then p.next_observation_at end
     from unnest($13::uuid[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[],
                 $21::text[], $22::jsonb[], $23::text[], $24::int[])
       as d(id, authorized, captured, voided, refunded, capturing, voiding, refunding, reference, next_action, status, version) where p.id = d.id`,
);

/** Money is set aside and the operation written down in one statement, or neither: whoever comes second finds less. */
export const RESERVE = statement(
  'payments.reserve',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $8::uuid[], $9::uuid[])
       as d(id, payment_id, kind, amount, reason, actor, capture_id, asked_with_id)
   ), wanted as (
     select payment_id, coalesce(sum(amount) filter (where kind = 'capture'), 0) as capturing,
            coalesce(sum(amount) filter (where kind = 'void'), 0) as voiding, coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunding
       from d group by 1
   ), reserved as (
     update payments.payments p
        set capturing = p.capturing + w.capturing, voiding = p.voiding + w.voiding, refunding = p.refunding + w.refunding,
            version = p.version + 1, updated_at = now()
       from wanted w
      where p.id = w.payment_id and p.captured + p.capturing + w.capturing + p.voided + p.voiding + w.voiding <= p.authorized
        and p.refunded + p.refunding + w.refunding <= p.captured
     returning p.id, p.currency
   )
   insert into payments.operations (id, payment_id, kind, amount, currency, reason, actor, capture_id, asked_with_id, next_check_at)
   select d.id, d.payment_id, d.kind, d.amount, r.currency, d.reason, d.actor, d.capture_id, d.asked_with_id, now() + make_interval(secs => $7) from d join reserved r on r.id = d.payment_id
   returning id`,
);

export const ABANDON = statement(
  'payments.abandon',
  `update payments.operations set abandoned_at = now(), next_check_at = now(), updated_at = now()
    where payment_id = any($1::uuid[]) and kind = 'authorize' and state = 'requires_action' and abandoned_at is null`,
);

export const LOCK_OF_CHECKOUTS = statement('payments.lock-of-checkouts', `select id from payments.payments where checkout_id = any($1::uuid[]) order by id for update`);

export const PAYMENTS = statement('payments.locked', `select * from payments.payments where id = any($1::uuid[]) order by id for update`);

const DUE_COLUMNS = `o.id, o.kind, o.amount, o.currency, o.checks, o.state, extract(epoch from now() - o.created_at)::bigint as age,
  o.reference as own, (select c.reference from payments.operations c where c.id = o.capture_id) as refund_of, o.actor is null and o.kind <> 'authorize' as owed, o.abandoned_at is not null as abandoned, p.gateway, p.method, p.payer, p.capture, p.checkout_id, p.reference, p.return_url`;

/** A minute's lease on each, longer than any gateway takes to answer; whoever dies meanwhile leaves them to the next one. */
export const TAKE_DUE = statement(
  'payments.take-due',
  `with due as (
     select o.id from payments.operations o join payments.payments p on p.id = o.payment_id
      where o.state in ('created', 'sent', 'requires_action', 'unknown') and o.next_check_at <= now() and not o.needs_human
        and p.gateway <> all($2::text[])
      order by o.next_check_at limit $1 for update of o skip locked
   )
   update payments.operations o set next_check_at = now() + interval '60 seconds'
     from due, payments.payments p where o.id = due.id and p.id = o.payment_id returning ${DUE_COLUMNS}`,
);

export const UNDECIDED = statement(
  'payments.undecided',
  `select ${DUE_COLUMNS} from payments.operations o join payments.payments p on p.id = o.payment_id
    where p.checkout_id = $1 and o.state in ('created', 'sent', 'requires_action', 'unknown')`,
);

/** One of them, or all of one payment. */
export const UNDECIDED_OPERATIONS = statement(
  'payments.undecided-operations',
  `select ${DUE_COLUMNS} from payments.operations o join payments.payments p on p.id = o.payment_id
    where (o.id = any($1::uuid[]) or o.payment_id = $2) and o.state in ('created', 'sent', 'requires_action', 'unknown') order by o.created_at, o.id`,
);

export const RESOLUTION = statement(
  'payments.add-resolution',
  `insert into payments.resolutions (id, operation_id, outcome, reference, note, actor) values ($1, $2, $3, $4, $5, $6)`,
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
