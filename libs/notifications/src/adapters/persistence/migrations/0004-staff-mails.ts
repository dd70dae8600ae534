import { Migration } from '@mikro-orm/migrations';

/** Mails that invite to the staff. */
export class Notifications0004 extends Migration {
  override name = '0004-notifications';

  override up(): void {
    this.addSql(`alter table notifications.emails drop constraint emails_kind_check`);
    this.addSql(`
      alter table notifications.emails add constraint emails_kind_check check (kind in
        ('order-confirmation', 'registration', 'password-reset', 'password-changed', 'email-change', 'email-change-notice', 'email-changed', 'staff-invitation'))`);
  }
}
