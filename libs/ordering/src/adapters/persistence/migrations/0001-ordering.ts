import { Migration } from '@mikro-orm/migrations';

const legal = (pairs: readonly string[]): string => pairs.map((pair) => `'${pair}'`).join(', ');

/** Carts, checkouts, orders. */
export class Ordering0001 extends Migration {
  override name = '0001-ordering';

  override up(): void {
    this.addSql(`create schema if not exists ordering`);
    this.addSql(`
      create table ordering.carts (
        id uuid primary key,
        token_hash bytea not null,
        status text not null default 'open' check (status in ('open', 'checking_out', 'converted', 'abandoned')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        email text,
        shipping_address jsonb,
        billing_address jsonb,
        metadata jsonb not null default '{}',
        lines jsonb not null default '[]',
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 70)`);
    this.addSql(`
      create table ordering.checkouts (
        id uuid primary key,
        cart_id uuid not null references ordering.carts,
        status text not null check (status in ('open', 'processing', 'requires_action', 'completed', 'expired', 'canceled')),
        email text not null,
        shipping_address jsonb,
        billing_address jsonb,
        lines jsonb not null,
        currency text not null,
        subtotal bigint not null check (subtotal >= 0),
        total bigint not null check (total >= 0),
        asked_scope text,
        asked_key text,
        attempts int not null default 0,
        expires_at timestamptz not null,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 70)`);
    this.addSql(`create unique index one_completed_checkout on ordering.checkouts (cart_id) where status = 'completed'`);
    this.addSql(`create unique index one_live_checkout on ordering.checkouts (cart_id) where status in ('open', 'processing', 'requires_action')`);
    this.addSql(`create index checkouts_expiring on ordering.checkouts (expires_at) where status in ('open', 'requires_action')`);
    this.addSql(`create sequence ordering.order_numbers start 1001 cache 1`);
    this.addSql(`
      create table ordering.orders (
        id uuid primary key,
        number bigint not null unique,
        checkout_id uuid not null unique references ordering.checkouts,
        cart_id uuid not null unique,
        token_hash bytea not null,
        status text not null check (status in ('placed', 'processing', 'completed', 'canceled')),
        email text not null,
        shipping_address jsonb,
        billing_address jsonb,
        currency text not null,
        subtotal bigint not null check (subtotal >= 0),
        total bigint not null check (total >= 0),
        metadata jsonb not null default '{}',
        version int not null default 1,
        placed_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 90)`);
    this.addSql(`create index orders_newest on ordering.orders (placed_at desc, id desc)`);
    this.addSql(`
      create table ordering.order_lines (
        id uuid primary key,
        order_id uuid not null references ordering.orders,
        position int not null,
        variant_id uuid not null,
        product_id uuid not null,
        title text not null,
        variant_title text,
        sku text,
        quantity int not null check (quantity > 0),
        unit_price bigint not null check (unit_price >= 0),
        total bigint not null,
        unique (order_id, position),
        check (total = unit_price * quantity)
      )`);
    this.guard('carts', 'cart', ['checking_out>converted', 'checking_out>open', 'open>abandoned', 'open>checking_out']);
    this.guard('checkouts', 'checkout', [
      'open>canceled', 'open>completed', 'open>expired', 'open>processing', 'processing>completed', 'processing>open',
      'processing>requires_action', 'requires_action>canceled', 'requires_action>completed', 'requires_action>expired',
      'requires_action>open', 'requires_action>processing',
    ]);
    this.guard('orders', 'order', ['placed>canceled', 'placed>processing', 'processing>canceled', 'processing>completed']);
    this.addSql(`
      create function ordering.refuse_losing_orders() returns trigger language plpgsql as $$
      begin
        raise exception 'orders are never deleted' using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`create trigger never_deleted before delete on ordering.orders for each row execute function ordering.refuse_losing_orders()`);
    this.addSql(`create trigger never_truncated before truncate on ordering.orders for each statement execute function ordering.refuse_losing_orders()`);
  }

  private guard(table: string, name: string, pairs: readonly string[]): void {
    this.addSql(`
      create function ordering.check_${name}_transition() returns trigger language plpgsql as $$
      begin
        if old.status || '>' || new.status not in (${legal(pairs)}) then
          raise exception '${name}: % to % is not legal', old.status, new.status using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of status on ordering.${table}
        for each row when (old.status is distinct from new.status) execute function ordering.check_${name}_transition()`);
  }
}
