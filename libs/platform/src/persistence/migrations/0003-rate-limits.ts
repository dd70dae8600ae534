import { Migration } from '@mikro-orm/migrations';

/** Limits on tries and requests, shared by all processes. */
export class Platform0003 extends Migration {
  override name = '0003-platform';

  override up(): void {
    // One limit for one caller: when nothing of it will be in use any more. A row whose time is over says nothing.
    // Rows are changed far more often than they come and go: room in the page keeps the changes off the index.
    this.addSql(`
      create table platform.rate_limits (
        key text primary key check (length(key) <= 64),
        whole_at timestamptz not null
      ) with (fillfactor = 70)`);
    this.addSql(`comment on table platform.rate_limits is 'Not audited: counters of tries and requests, which every request may change'`);
    this.addSql(`comment on column platform.rate_limits.key is 'Personal data: keyed hash of an address or account, to recognize it; gone after 90 days at most'`);
  }
}
