/** Events, their deliveries, the endpoint and what may go wrong on the way to it. Safe to run at every start. */
export const WEBHOOK_SCHEMA = `
create table if not exists sandbox.events (
  seq bigint generated always as identity unique,
  id text primary key,
  type text not null,
  created bigint not null,
  payment_intent text not null,
  object jsonb not null
);

-- Whose event it is; payment_intent is an order where it is PayPal's, and object its resource.
alter table sandbox.events
  add column if not exists gateway text not null default 'stripe',
  add column if not exists resource_type text;

drop table if exists sandbox.webhook_endpoint;
create table if not exists sandbox.webhook_endpoints (
  gateway text primary key check (gateway in ('stripe', 'paypal')),
  url text not null,
  secret text not null
);

create table if not exists sandbox.webhook_scripts (
  id bigint generated always as identity primary key,
  fault text not null,
  type text not null,
  delay_ms integer not null,
  times integer not null check (times > 0)
);

create table if not exists sandbox.deliveries (
  id bigint generated always as identity primary key,
  event text not null references sandbox.events,
  state text not null check (state in ('pending', 'delivered', 'dropped', 'dead')),
  fault text,
  tries integer not null default 0,
  due_at timestamptz not null default now(),
  status integer,
  error text,
  delivered_at timestamptz
);
create index if not exists deliveries_due on sandbox.deliveries (due_at) where state = 'pending';
create index if not exists deliveries_of_event on sandbox.deliveries (event);

-- Takes the first script that fits the type and spends one of its times.
create or replace function sandbox.claim_webhook_script(called text)
returns setof sandbox.webhook_scripts language plpgsql as $$
declare
  script sandbox.webhook_scripts;
begin
  if not exists (select from sandbox.webhook_scripts) then return; end if;
  perform pg_advisory_xact_lock(720416);
  select * into script from sandbox.webhook_scripts s
    where s.type = '*' or s.type = called order by s.id limit 1;
  if not found then return; end if;
  if script.times > 1 then
    update sandbox.webhook_scripts set times = times - 1 where id = script.id;
  else
    delete from sandbox.webhook_scripts where id = script.id;
  end if;
  return next script;
end $$;

drop function if exists sandbox.announce(text, text, bigint, text, jsonb);
create or replace function sandbox.announce(
  event_id text, event_type text, at bigint, intent text, told jsonb, whose text, kind text
) returns void language plpgsql as $$
declare
  script sandbox.webhook_scripts;
  waits interval;
begin
  insert into sandbox.events (id, type, created, payment_intent, object, gateway, resource_type)
    values (event_id, event_type, at, intent, told, whose, kind);
  if not exists (select from sandbox.webhook_endpoints e where e.gateway = whose) then return; end if;
  select * into script from sandbox.claim_webhook_script(event_type);
  waits := case script.fault
    when 'late' then make_interval(secs => script.delay_ms / 1000.0)
    when 'reorder' then make_interval(secs => greatest(script.delay_ms, 700) / 1000.0)
    -- Sent by the call itself before it answers; this is for the case that it does not come to that.
    when 'early' then interval '3 seconds'
    else interval '0' end;
  insert into sandbox.deliveries (event, state, fault, due_at)
    select event_id, case script.fault when 'drop' then 'dropped' else 'pending' end, script.fault,
           clock_timestamp() + waits
      from generate_series(1, case script.fault when 'duplicate' then 3 else 1 end);
end $$;
`;
