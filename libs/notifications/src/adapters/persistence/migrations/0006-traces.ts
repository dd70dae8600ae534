import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** Which trace a mail goes back to. */
export class Notifications0006 extends Migration {
  override name = '0006-notifications';

  override up(): void {
    this.addSql(`alter table notifications.emails add column traceparent text, add constraint traceparent_shape check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') not valid`);
    for (const statement of classified('notifications', { emails: { 'Not personal: an id at random, and what is traced': 'traceparent' } })) this.addSql(statement);
  }
}
