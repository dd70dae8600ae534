/** PayPal's books, apart from Stripe's; safe to run at every start. Amounts in minor units. The rules of money stand here a second time. */
export const PAYPAL_SCHEMA = `
create table if not exists sandbox.paypal_orders (
  seq bigint generated always as identity unique,
  id text primary key,
  created timestamptz not null default now(),
  intent text not null check (intent in ('CAPTURE', 'AUTHORIZE')),
  status text not null check (status in ('CREATED', 'PAYER_ACTION_REQUIRED', 'APPROVED', 'COMPLETED', 'VOIDED')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount bigint not null check (amount > 0),
  reference_id text not null,
  custom_id text,
  invoice_id text,
  return_url text,
  cancel_url text
);

create table if not exists sandbox.paypal_authorizations (
  id text primary key,
  created timestamptz not null default now(),
  order_id text not null unique references sandbox.paypal_orders,
  status text not null check (status in ('CREATED', 'PARTIALLY_CAPTURED', 'CAPTURED', 'VOIDED')),
  amount bigint not null check (amount > 0),
  captured bigint not null default 0 check (captured between 0 and amount)
);


create table if not exists sandbox.paypal_captures (
  seq bigint generated always as identity unique,
  id text primary key,
  created timestamptz not null default now(),
  order_id text not null references sandbox.paypal_orders,
  authorization_id text references sandbox.paypal_authorizations,
  amount bigint not null check (amount > 0),
  refunded bigint not null default 0 check (refunded between 0 and amount),
  invoice_id text constraint paypal_invoice_once unique
);
-- An order that captures at once has one capture.
create unique index if not exists paypal_captures_of_order on sandbox.paypal_captures (order_id) where authorization_id is null;

create table if not exists sandbox.paypal_refunds (
  seq bigint generated always as identity unique,
  id text primary key,
  created timestamptz not null default now(),
  order_id text not null references sandbox.paypal_orders,
  capture_id text not null references sandbox.paypal_captures,
  amount bigint not null check (amount > 0),
  invoice_id text,
  custom_id text
);

-- Events are kept with Stripe's now, and are sent as those are.
drop table if exists sandbox.paypal_events;

alter table sandbox.paypal_orders add column if not exists payer text;
alter table sandbox.paypal_authorizations
  add column if not exists updated timestamptz not null default now(),
  -- PayPal keeps an amount set aside for so long (developer.paypal.com: "Authorize and capture").
  add column if not exists expires timestamptz not null default now() + interval '29 days';
alter table sandbox.paypal_refunds
  add column if not exists status text not null default 'COMPLETED' check (status in ('PENDING', 'COMPLETED', 'FAILED'));

create table if not exists sandbox.paypal_disputes (
  seq bigint generated always as identity unique,
  id text primary key,
  created timestamptz not null default now(),
  updated timestamptz not null default now(),
  due timestamptz not null default now() + interval '10 days',
  order_id text not null references sandbox.paypal_orders,
  capture_id text not null references sandbox.paypal_captures,
  amount bigint not null check (amount > 0),
  reason text not null,
  status text not null default 'WAITING_FOR_SELLER_RESPONSE' check (status in ('WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW', 'RESOLVED')),
  outcome text check ((outcome is not null) = (status = 'RESOLVED'))
);
create index if not exists paypal_disputes_of_capture on sandbox.paypal_disputes (capture_id);

create table if not exists sandbox.paypal_requests (
  id text primary key,
  fingerprint text not null,
  kind text not null,
  subject text not null,
  created timestamptz not null default now()
);
alter table sandbox.paypal_requests add column if not exists created timestamptz not null default now();
`;
