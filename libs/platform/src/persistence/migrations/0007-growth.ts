import { Migration } from '@mikro-orm/migrations';

/** What was published or consumed lately, among all that ever was. */
export class Platform0007 extends Migration {
  override name = '0007-platform';

  override up(): void {
    // Rows lie in the order of their time, so a few bytes for each megabyte do. What is not summed up yet is read whole: it must not wait for a vacuum.
    this.addSql(`create index outbox_by_publication on platform.outbox using brin (published_at) with (autosummarize = on)`);
    this.addSql(`create index inbox_by_time on platform.inbox using brin (consumed_at) with (autosummarize = on)`);
    this.addSql(`alter index platform.outbox_by_time set (autosummarize = on)`);
    this.addSql(`alter index platform.idempotency_keys_by_time set (autosummarize = on)`);
  }
}
