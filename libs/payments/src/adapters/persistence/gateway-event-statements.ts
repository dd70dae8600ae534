import { statement } from '@holdfast/platform';

export const STORE = statement(
  'payments.store-gateway-events',
  `insert into payments.gateway_events (id, gateway, event_id, type, reference, payload, occurred_at)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[])
   on conflict (gateway, event_id) do nothing returning id`,
);

/** A minute's lease on each; whoever dies meanwhile leaves them to the next one. A try counts as it begins. */
export const TAKE_DUE = statement(
  'payments.take-due-gateway-events',
  `with due as (
     select id from payments.gateway_events where state in ('received', 'parked') and next_try_at <= now()
      order by next_try_at limit $1 for update skip locked
   )
   update payments.gateway_events e set next_try_at = now() + interval '60 seconds', tries = e.tries + 1, updated_at = now()
     from due where e.id = due.id returning e.id, e.gateway, e.reference, e.tries`,
);

export const SETTLE = statement(
  'payments.settle-gateway-events',
  `update payments.gateway_events
      set state = $2, reason = $3, payment_id = coalesce($4, payment_id), next_try_at = now() + make_interval(secs => $5), updated_at = now()
    where id = any($1::uuid[]) and state in ('received', 'parked')`,
);

export const REPLAY = statement(
  'payments.replay-gateway-event',
  `update payments.gateway_events set state = 'received', reason = null, tries = 0, next_try_at = now(), updated_at = now() where id = $1 returning id`,
);

export const COUNT_REFUSAL = statement(
  'payments.count-webhook-refusal',
  `insert into payments.gateway_event_refusals as r (day, gateway, reason) values ((now() at time zone 'UTC')::date, $1, $2)
   on conflict (day, gateway, reason) do update set count = r.count + 1, last_at = now()`,
);

export const FORGET_PAYLOADS = statement(
  'payments.forget-gateway-payloads',
  `update payments.gateway_events set payload = null, updated_at = now()
    where id in (select id from payments.gateway_events where payload is not null and received_at < now() - make_interval(days => $1) limit 10000)`,
);
