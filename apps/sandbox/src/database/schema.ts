/**
 * The books, safe to run at every start. The rules of money stand here a second time, as CHECKs:
 * captured never exceeds authorized, refunded never exceeds captured, one charge per intent
 * succeeds, one stored answer per key.
 */
export const SCHEMA = `
create schema if not exists sandbox;

create table if not exists sandbox.payment_intents (
  seq bigint generated always as identity unique,
  id text primary key,
  created bigint not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  status text not null check (status in ('requires_payment_method', 'requires_confirmation',
    'requires_action', 'requires_capture', 'canceled', 'succeeded')),
  amount_capturable bigint not null,
  amount_received bigint not null,
  amount_refunded bigint not null,
  capture_method text not null,
  confirmation_method text not null,
  payment_method text,
  card text,
  payment_method_types jsonb not null,
  automatic_payment_methods jsonb,
  metadata jsonb not null,
  description text,
  return_url text,
  client_secret text not null,
  latest_charge text,
  last_payment_error jsonb,
  next_action jsonb,
  cancellation_reason text,
  canceled_at bigint,
  idempotency_key text,
  check (amount_capturable >= 0 and amount_received >= 0),
  check (amount_capturable + amount_received <= amount),
  check (amount_refunded between 0 and amount_received),
  check (amount_capturable = 0 or status = 'requires_capture'),
  check (amount_received = 0 or status = 'succeeded')
);
create index if not exists payment_intents_metadata
  on sandbox.payment_intents using gin (metadata jsonb_path_ops);
create index if not exists payment_intents_payment_method
  on sandbox.payment_intents (payment_method);

create table if not exists sandbox.balance_transactions (
  id text primary key,
  created bigint not null,
  type text not null check (type in ('charge', 'refund')),
  amount bigint not null check ((type = 'charge') = (amount > 0) and amount <> 0),
  currency text not null,
  source text not null,
  description text
);

create table if not exists sandbox.charges (
  id text primary key,
  created bigint not null,
  payment_intent text not null references sandbox.payment_intents,
  amount bigint not null check (amount > 0),
  amount_captured bigint not null,
  amount_refunded bigint not null,
  currency text not null,
  captured boolean not null,
  status text not null check (status in ('succeeded', 'failed')),
  payment_method text not null,
  card text not null,
  failure_code text,
  failure_message text,
  decline_code text,
  authenticated boolean not null,
  description text,
  metadata jsonb not null,
  balance_transaction text references sandbox.balance_transactions,
  check (amount_captured between 0 and amount),
  check (amount_refunded between 0 and amount_captured),
  check (amount_captured = 0 or (captured and status = 'succeeded'))
);
create unique index if not exists charges_one_success
  on sandbox.charges (payment_intent) where status = 'succeeded';

create table if not exists sandbox.refunds (
  seq bigint generated always as identity unique,
  id text primary key,
  created bigint not null,
  payment_intent text not null references sandbox.payment_intents,
  charge text not null references sandbox.charges,
  amount bigint not null check (amount > 0),
  currency text not null,
  status text not null check (status = 'succeeded'),
  reason text,
  metadata jsonb not null,
  balance_transaction text not null references sandbox.balance_transactions
);

create table if not exists sandbox.idempotency (
  key text primary key,
  fingerprint text not null,
  status integer not null,
  body text not null,
  request_id text not null,
  created_at timestamptz not null default now()
);

create table if not exists sandbox.scripts (
  id bigint generated always as identity primary key,
  fault text not null,
  operation text not null,
  delay_ms integer not null check (delay_ms >= 0),
  times integer not null check (times > 0),
  match jsonb not null
);

create table if not exists sandbox.calls (
  id bigint generated always as identity primary key,
  request_id text not null,
  method text not null,
  path text not null,
  idempotency_key text,
  outcome text not null,
  status integer,
  fault text,
  started_at timestamptz not null,
  duration_ms integer not null
);

-- Takes the first script that fits the call and spends one of its times. Calls wait for each
-- other only while scripts are pending.
create or replace function sandbox.claim_script(called text, intent text, own jsonb)
returns setof sandbox.scripts language plpgsql as $$
declare
  script sandbox.scripts;
  known jsonb;
begin
  if not exists (select from sandbox.scripts) then return; end if;
  perform pg_advisory_xact_lock(720415);
  known := coalesce((select metadata from sandbox.payment_intents where id = intent), '{}') || own;
  select * into script from sandbox.scripts s
    where (s.operation = called or (s.operation = 'any' and called <> 'retrieve'))
      and s.match <@ known
    order by s.id limit 1;
  if not found then return; end if;
  if script.times > 1 then
    update sandbox.scripts set times = times - 1 where id = script.id;
  else
    delete from sandbox.scripts where id = script.id;
  end if;
  return next script;
end $$;
`;
