/** Customers, what they may pay with, and how it came to be kept. Safe to run at every start. */
export const VAULT_SCHEMA = `
create table if not exists sandbox.customers (
  id text primary key,
  created bigint not null,
  metadata jsonb not null,
  idempotency_key text
);

create table if not exists sandbox.payment_methods (
  seq bigint generated always as identity unique,
  id text primary key,
  created bigint not null,
  card text not null,
  customer text references sandbox.customers
);
create index if not exists payment_methods_of_customer on sandbox.payment_methods (customer);

create table if not exists sandbox.setup_intents (
  seq bigint generated always as identity unique,
  id text primary key,
  created bigint not null,
  customer text references sandbox.customers,
  payment_method text references sandbox.payment_methods,
  status text not null check (status in ('requires_payment_method', 'requires_confirmation',
    'requires_action', 'canceled', 'succeeded')),
  usage text not null check (usage in ('on_session', 'off_session')),
  automatic_payment_methods jsonb,
  metadata jsonb not null,
  return_url text,
  client_secret text not null,
  next_action jsonb,
  last_setup_error jsonb,
  cancellation_reason text,
  idempotency_key text
);
create index if not exists setup_intents_of_customer on sandbox.setup_intents (customer);

alter table sandbox.payment_intents
  add column if not exists customer text references sandbox.customers;
`;
