import { Migration } from '@mikro-orm/migrations';

/** Refunds of orders by their lines. */
export class Ordering0005 extends Migration {
  override name = '0005-ordering';

  override up(): void {
    this.addSql(`alter table ordering.order_lines add column refunded_quantity int not null default 0, add column refunded bigint not null default 0`);
    this.addSql(`
      alter table ordering.order_lines
        add constraint never_refund_more_pieces check (refunded_quantity between 0 and quantity),
        add constraint never_refund_more_than_paid check (refunded between 0 and total)`);
    this.addSql(`
      create table ordering.refunds (
        id uuid primary key,
        order_id uuid not null references ordering.orders,
        status text not null default 'pending' check (status in ('pending', 'succeeded', 'partially_failed', 'failed')),
        reason text check (reason in ('requested_by_customer', 'duplicate', 'fraudulent', 'goods_returned', 'other')),
        actor text not null,
        created_at timestamptz not null default now()
      )`);
    this.addSql(`comment on column ordering.refunds.actor is 'Not personal: id of the key or member of staff who asked for it'`);
    this.addSql(`create index refunds_of_order on ordering.refunds (order_id)`);
    this.addSql(`
      create table ordering.refund_lines (
        refund_id uuid not null references ordering.refunds,
        line_id uuid not null references ordering.order_lines,
        quantity int not null check (quantity > 0),
        amount bigint not null check (amount >= 0),
        primary key (refund_id, line_id)
      )`);
    this.addSql(`
      create table ordering.refund_operations (
        operation_id uuid primary key,
        refund_id uuid not null references ordering.refunds,
        payment_id uuid not null,
        amount bigint not null check (amount > 0),
        state text not null default 'pending' check (state in ('pending', 'succeeded', 'failed'))
      )`);
    this.addSql(`create index operations_of_refund on ordering.refund_operations (refund_id)`);
    this.addSql(`select platform.audit('ordering.refunds', 'ref')`);
    this.addSql(`select platform.audit('ordering.refund_lines', 'ref')`);
    this.addSql(`select platform.audit('ordering.refund_operations', 'op')`);
  }
}
