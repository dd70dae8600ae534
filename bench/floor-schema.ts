/**
 * The tables of the floor: what the promise needs at the least (keys, the unique constraints, the
 * check on stock) and nothing else.
 */
export const FLOOR_SCHEMA = `
  create table products (
    id uuid primary key,
    created_at timestamptz not null,
    document text not null
  );
  alter table products alter column document set storage external;
  create index products_newest on products (created_at, id);
  create table variants (
    id uuid primary key,
    product_id uuid not null,
    title text not null,
    price bigint not null
  );
  create table stock (
    variant_id uuid primary key,
    on_hand int not null,
    reserved int not null default 0,
    constraint never_oversold check (reserved between 0 and on_hand)
  ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
  create table idempotency_keys (
    key text primary key,
    fingerprint bytea not null,
    status int,
    answer text,
    created_at timestamptz not null default now()
  );
  create sequence order_numbers;
  create table checkouts (
    id uuid primary key,
    email text not null,
    lines jsonb not null,
    total bigint not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
  );
  create table holds (
    id uuid primary key,
    checkout_id uuid not null,
    order_id uuid,
    variant_id uuid not null,
    quantity int not null,
    status text not null default 'held',
    expires_at timestamptz not null
  );
  create index holds_of_checkout on holds (checkout_id);
  create table movements (
    id uuid primary key,
    variant_id uuid not null,
    delta int not null,
    reason text not null,
    cause uuid not null,
    created_at timestamptz not null default now()
  );
  create table payments (
    id uuid primary key,
    checkout_id uuid not null,
    gateway text not null,
    amount bigint not null,
    authorized bigint not null default 0 check (authorized <= amount),
    status text not null default 'pending'
  ) with (fillfactor = 80);
  create index payments_of_checkout on payments (checkout_id);
  create table operations (
    id uuid primary key,
    payment_id uuid not null,
    kind text not null,
    amount bigint not null,
    state text not null default 'created',
    updated_at timestamptz not null default now()
  ) with (fillfactor = 80);
  create index operations_of_payment on operations (payment_id);
  create table orders (
    id uuid primary key,
    number bigint not null,
    checkout_id uuid not null unique,
    email text not null,
    total bigint not null,
    status text not null default 'placed',
    placed_at timestamptz not null default now()
  );
  create table order_lines (
    id uuid primary key,
    order_id uuid not null,
    variant_id uuid not null,
    title text not null,
    quantity int not null,
    unit_price bigint not null
  );
  create index lines_of_order on order_lines (order_id);
  create table outbox (
    id uuid primary key,
    type text not null,
    subject uuid not null,
    payload jsonb not null,
    occurred_at timestamptz not null default now(),
    published_at timestamptz
  );
  create index outbox_unpublished on outbox (id) where published_at is null;
`;
