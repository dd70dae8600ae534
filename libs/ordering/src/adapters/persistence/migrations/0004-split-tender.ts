import { Migration } from '@mikro-orm/migrations';

/** Several payments of one checkout. */
export class Ordering0004 extends Migration {
  override name = '0004-ordering';

  override up(): void {
    this.addSql(`alter table ordering.checkouts add column tendered bigint not null default 0`);
    this.addSql(`update ordering.checkouts set tendered = total where status in ('processing', 'requires_action', 'completed')`);
    // Whoever begins a payment holds the lock of the checkout: two at once find each other's, or this does.
    this.addSql(`alter table ordering.checkouts add constraint never_tendered_beyond_total check (tendered between 0 and total)`);
  }
}
