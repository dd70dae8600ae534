import { statement } from '@holdfast/platform';

const DUE = `m.state in ('created', 'sent', 'requires_action', 'unknown', 'detaching')`;
const PAYER = `(select y.reference from payments.payers y where y.customer_id = m.customer_id and y.gateway = m.gateway) as payer`;
const DUE_COLUMNS = `m.*, extract(epoch from now() - m.created_at)::bigint as age, ${PAYER}`;

/** Whoever adds or prefers for a customer waits here, so that counts and the one default hold. */
export const LOCK_CUSTOMER = statement('payments.lock-customer', `select pg_advisory_xact_lock(hashtextextended('payments.payment_methods ' || $1::uuid::text, 0))`);

export const INSERT = statement(
  'payments.insert-method',
  `insert into payments.payment_methods (id, customer_id, gateway, method, return_url, next_check_at)
   select $1, $2, $3, $4, $5, now() + make_interval(secs => $6)
    where (select count(*) from payments.payment_methods where customer_id = $2 and
             (state = 'active' or not unwanted and state in ('created', 'sent', 'requires_action', 'unknown') or created_at > now() - interval '1 day')) < $7
   returning id`,
);

export const KEEP_PAYER = statement(
  'payments.keep-payer',
  `insert into payments.payers as y (customer_id, gateway, reference) values ($1, $2, $3)
   on conflict (customer_id, gateway) do update set reference = y.reference returning reference`,
);

export const MARK_SENT = statement(
  'payments.mark-method-sent',
  `update payments.payment_methods set state = 'sent', version = version + 1, updated_at = now() where id = $1 and state = 'created' returning id`,
);

export const LOCK = statement('payments.lock-method', `select * from payments.payment_methods where id = $1 and ($2::uuid is null or customer_id = $2) for update`);

export const LOCK_BY_TOKEN = statement('payments.lock-method-by-token', `select * from payments.payment_methods where gateway = $1 and token = $2 for update`);

export const SAVE = statement(
  'payments.save-method',
  `update payments.payment_methods
      set state = $2, unwanted = $3, reference = $4, token = $5, brand = $6, last4 = $7, expiry_month = $8, expiry_year = $9, next_action = $10, code = $11,
          is_default = $12, version = $13, next_check_at = now() + make_interval(secs => $14), updated_at = now(),
          method = case when $15 then method end, return_url = case when $15 then return_url end
    where id = $1`,
);

export const NO_DEFAULT = statement(
  'payments.no-default-method',
  `update payments.payment_methods set is_default = false, version = version + 1, updated_at = now() where customer_id = $1 and is_default and id <> $2`,
);

export const SET_DEFAULT = statement('payments.set-default-method', `update payments.payment_methods set is_default = $2, version = version + 1, updated_at = now() where id = $1`);

/** A minute's lease on each; whoever dies meanwhile leaves them to the next one. */
export const TAKE_DUE = statement(
  'payments.take-due-methods',
  `with due as (
     select m.id from payments.payment_methods m where ${DUE} and m.next_check_at <= now() order by m.next_check_at limit $1 for update skip locked
   )
   update payments.payment_methods m set next_check_at = now() + interval '60 seconds' from due where m.id = due.id returning ${DUE_COLUMNS}`,
);

export const DUE_ONE = statement('payments.due-method', `select ${DUE_COLUMNS} from payments.payment_methods m where m.id = $1 and ${DUE}`);

export const POSTPONE = statement(
  'payments.postpone-method',
  `update payments.payment_methods m set checks = checks + 1, next_check_at = now() + make_interval(secs => $2), updated_at = now() where m.id = $1 and ${DUE}`,
);

export const WAYS = statement(
  'payments.ways-of-methods',
  `select a.position::int as position, m.gateway, m.token, y.reference as payer
     from unnest($1::uuid[], $2::uuid[]) with ordinality as a(id, customer_id, position)
     join payments.payment_methods m on m.id = a.id and m.customer_id = a.customer_id and m.state = 'active'
     join payments.payers y on y.customer_id = m.customer_id and y.gateway = m.gateway`,
);
