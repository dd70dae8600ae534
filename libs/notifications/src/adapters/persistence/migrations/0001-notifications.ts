import { Migration } from '@mikro-orm/migrations';

/** Mails to be sent, and the mailbox of the test mode. */
export class Notifications0001 extends Migration {
  override name = '0001-notifications';

  override up(): void {
    this.addSql(`create schema if not exists notifications`);
    this.addSql(`
      create table notifications.emails (
        id uuid primary key,
        kind text not null check (kind in ('order-confirmation')),
        subject_kind text not null,
        subject_id uuid not null,
        recipient text,
        status text not null default 'pending' check (status in ('pending', 'sending', 'sent', 'failed')),
        message_id text not null unique,
        attempts int not null default 0 check (attempts >= 0),
        created_at timestamptz not null default now(),
        queued_at timestamptz,
        lease_until timestamptz,
        sent_at timestamptz,
        constraint one_of_a_kind unique (kind, subject_id),
        check ((status = 'sent') = (sent_at is not null)),
        check ((status = 'sending') = (lease_until is not null)),
        check (recipient is null or status = 'sent')
      )`);
    this.addSql(`comment on column notifications.emails.recipient is 'Personal data: kept for 30 days after sending, to answer whether a mail went out'`);
    this.addSql(`create index emails_open on notifications.emails (created_at) where status in ('pending', 'sending')`);
    this.addSql(`create index emails_with_recipient on notifications.emails (sent_at) where recipient is not null`);
    this.addSql(`
      create function notifications.check_email_transition() returns trigger language plpgsql as $$
      begin
        if old.status || '>' || new.status not in
           ('failed>sending', 'pending>sending', 'sending>failed', 'sending>pending', 'sending>sent') then
          raise exception 'email: % to % is not legal', old.status, new.status using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of status on notifications.emails
        for each row when (old.status is distinct from new.status) execute function notifications.check_email_transition()`);
    this.addSql(`
      create table notifications.test_mailbox (
        id uuid primary key,
        message_id text not null unique,
        recipient text not null,
        sender text not null,
        subject text not null,
        html text not null,
        body text not null,
        sent_at timestamptz not null default now()
      )`);
    this.addSql(`comment on table notifications.test_mailbox is 'Personal data in all columns: filled only where no mail server is configured'`);
  }
}
