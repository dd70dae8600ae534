import { Migration } from '@mikro-orm/migrations';

/** Carts, checkouts and orders of one person, those that staff looks for, and those whose buyers are forgotten, found without reading all others. */
export class Ordering0006 extends Migration {
  override name = '0006-ordering';

  override up(): void {
    this.addSql(`create index carts_of_customer on ordering.carts (customer_id) where customer_id is not null`);
    this.addSql(`create index carts_of_guest on ordering.carts (lower(email)) where customer_id is null and email is not null`);
    // By when they were made, which never changes: an index on updated_at would make every change of a cart a new entry in every index.
    this.addSql(`
      create index carts_to_forget on ordering.carts (created_at)
        where customer_id is null and (num_nonnulls(email, shipping_address, billing_address) > 0 or metadata <> '{}')`);
    this.addSql(`create index checkouts_of_cart on ordering.checkouts (cart_id)`);
    this.addSql(`create index checkouts_of_guest on ordering.checkouts (lower(email)) where email is not null`);
    this.addSql(`create index checkouts_to_forget on ordering.checkouts (created_at) where status in ('expired', 'canceled') and erased_at is null`);
    this.addSql(`create index orders_of_email on ordering.orders (lower(email), placed_at desc, id desc) where email is not null`);
    // Nearly all are placed: those are found by their time.
    this.addSql(`create index orders_moved_on on ordering.orders (status, placed_at desc, id desc) where status <> 'placed'`);
  }
}
