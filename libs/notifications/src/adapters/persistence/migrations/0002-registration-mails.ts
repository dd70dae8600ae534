import { Migration } from '@mikro-orm/migrations';

/** Mails that ask to confirm an account. */
export class Notifications0002 extends Migration {
  override name = '0002-notifications';

  override up(): void {
    this.addSql(`alter table notifications.emails drop constraint emails_kind_check`);
    this.addSql(`alter table notifications.emails add constraint emails_kind_check check (kind in ('order-confirmation', 'registration'))`);
  }
}
