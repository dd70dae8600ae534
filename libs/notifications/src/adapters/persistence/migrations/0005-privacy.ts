import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

const MAIL = 'Personal data: a mail as it would have been sent; only where no mail server is configured';

/** What the columns of mails hold of people, and the mail that says that an export can be fetched. */
export class Notifications0005 extends Migration {
  override name = '0005-notifications';

  override up(): void {
    this.addSql(`alter table notifications.emails drop constraint emails_kind_check`);
    this.addSql(`
      alter table notifications.emails add constraint emails_kind_check check (kind in
        ('order-confirmation', 'registration', 'password-reset', 'password-changed', 'email-change', 'email-change-notice', 'email-changed',
         'staff-invitation', 'data-export'))`);
    for (const statement of classified('notifications', {
      emails: { 'Not personal: the kind of an id': 'subject_kind', 'Not personal: an id': 'message_id' },
      test_mailbox: { 'Not personal: an id': 'message_id', 'Not personal: the shop': 'sender', 'Not personal: which kind of mail, or the number of an order': 'subject', [MAIL]: 'recipient html body' },
    })) {
      this.addSql(statement);
    }
  }
}
