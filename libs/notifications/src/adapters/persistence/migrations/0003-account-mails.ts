import { Migration } from '@mikro-orm/migrations';

/** Mails about the password and the address of an account, and mails that nobody is there to read. */
export class Notifications0003 extends Migration {
  override name = '0003-notifications';

  override up(): void {
    this.addSql(`alter table notifications.emails drop constraint emails_kind_check`);
    this.addSql(`
      alter table notifications.emails add constraint emails_kind_check check (kind in
        ('order-confirmation', 'registration', 'password-reset', 'password-changed', 'email-change', 'email-change-notice', 'email-changed'))`);
    this.addSql(`alter table notifications.emails drop constraint emails_status_check`);
    this.addSql(`
      alter table notifications.emails add constraint emails_status_check check (status in ('pending', 'sending', 'sent', 'failed', 'dropped'))`);
    this.addSql(`
      create or replace function notifications.check_email_transition() returns trigger language plpgsql as $$
      begin
        if old.status || '>' || new.status not in
           ('failed>sending', 'pending>sending', 'sending>dropped', 'sending>failed', 'sending>pending', 'sending>sent') then
          raise exception 'email: % to % is not legal', old.status, new.status using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
  }
}
