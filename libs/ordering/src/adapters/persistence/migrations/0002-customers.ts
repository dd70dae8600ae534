import { Migration } from '@mikro-orm/migrations';

/** Carts and orders of customers. */
export class Ordering0002 extends Migration {
  override name = '0002-ordering';

  override up(): void {
    this.addSql(`alter table ordering.carts alter column token_hash drop not null`);
    this.addSql(`alter table ordering.carts add column customer_id uuid, add column merged_into uuid references ordering.carts`);
    // A column of its own, null for guests: an index on the status itself would make each of the three updates of a guest's cart a new
    // entry in every index (no HOT updates), and carts are the busiest rows there are.
    this.addSql(`
      alter table ordering.carts
        add column current_of uuid generated always as (case when status in ('open', 'checking_out') then customer_id end) stored`);
    this.addSql(`create unique index one_current_cart on ordering.carts (current_of) where current_of is not null`);
    this.addSql(`alter table ordering.carts add constraint one_way_in check (num_nonnulls(token_hash, customer_id) = 1)`);
    this.addSql(`alter table ordering.carts add constraint merged_into_a_cart check ((status = 'merged') = (merged_into is not null) and merged_into <> id)`);
    this.addSql(`
      alter table ordering.carts drop constraint carts_status_check,
        add constraint carts_status_check check (status in ('open', 'checking_out', 'converted', 'abandoned', 'merged'))`);
    this.addSql(`
      create or replace function ordering.check_cart_transition() returns trigger language plpgsql as $$
      begin
        if old.status || '>' || new.status not in ('checking_out>converted', 'checking_out>open', 'open>abandoned', 'open>checking_out', 'open>merged') then
          raise exception 'cart: % to % is not legal', old.status, new.status using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`alter table ordering.orders add column customer_id uuid`);
    this.addSql(`create index orders_of_customer on ordering.orders (customer_id, placed_at desc, id desc) where customer_id is not null`);
    this.addSql(`
      create function ordering.refuse_other_owner() returns trigger language plpgsql as $$
      begin
        raise exception '% stays whose it is', tg_table_name using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger owned_for_ever before update of customer_id on ordering.carts
        for each row when (old.customer_id is not null and new.customer_id is distinct from old.customer_id) execute function ordering.refuse_other_owner()`);
    this.addSql(`
      create trigger owned_for_ever before update of customer_id on ordering.orders
        for each row when (new.customer_id is distinct from old.customer_id) execute function ordering.refuse_other_owner()`);
    this.classify();
  }

  private classify(): void {
    for (const [column, comment] of [
      ['carts.token_hash', 'Secret: SHA-256 of the token that opens the cart of a guest'],
      ['carts.customer_id', 'Personal data: whose cart it is'],
      ['carts.current_of', 'Personal data: whose cart it is, while it is not over'],
      ['carts.email', 'Personal data: where the confirmation of the order will go'],
      ['carts.shipping_address', 'Personal data: where the order will go'],
      ['carts.billing_address', 'Personal data: whom the invoice will name'],
      ['carts.metadata', 'Personal data: whatever the shop notes about the cart'],
      ['checkouts.email', 'Personal data: as the cart had it'],
      ['checkouts.shipping_address', 'Personal data: as the cart had it'],
      ['checkouts.billing_address', 'Personal data: as the cart had it'],
      ['orders.token_hash', 'Secret: SHA-256 of the token that opens the order for a guest'],
      ['orders.customer_id', 'Personal data: who ordered'],
      ['orders.email', 'Personal data: where the confirmation went'],
      ['orders.shipping_address', 'Personal data: where the order goes'],
      ['orders.billing_address', 'Personal data: whom the invoice names'],
      ['orders.metadata', 'Personal data: whatever the shop notes about the order'],
    ]) {
      this.addSql(`comment on column ordering.${column} is '${comment}'`);
    }
  }
}
