import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement, traceparentOf } from '@holdfast/platform';
import { type Email, type EmailId, type EmailKind, type EmailStatus, messageIdOf } from '../../domain/email.js';
import { type ClaimedEmail, type EmailClaim, Emails } from '../../domain/emails.js';

// SQL throughout: every step is one conditional statement that decides a race, which no change tracking can.
const REQUEST = statement(
  'notifications.request-email',
  `insert into notifications.emails (id, kind, subject_kind, subject_id, message_id, traceparent) values ($1, $2, $3, $4, $5, $6)
   on conflict on constraint one_of_a_kind do nothing`,
);
const DUE = statement(
  'notifications.due-emails',
  `select id from notifications.emails
    where status in ('pending', 'sending') and (status = 'pending' or lease_until < now())
      and (queued_at is null or queued_at < now() - interval '1 minute')
    order by created_at limit $1`,
);
const QUEUED = statement('notifications.queued-emails', `update notifications.emails set queued_at = now() where id = any($1::uuid[])`);
const CLAIM = statement(
  'notifications.claim-email',
  `update notifications.emails
      set status = 'sending', attempts = attempts + 1, lease_until = now() + make_interval(secs => $2)
    where id = $1 and (status in ('pending', 'failed') or status = 'sending' and lease_until < now())
   returning kind, subject_kind, subject_id, attempts, traceparent`,
);
const STATUS = statement('notifications.email-status', `select status from notifications.emails where id = $1`);
// Sent is sent, also when the lease ran out on the way.
const SENT = statement(
  'notifications.email-sent',
  `update notifications.emails set status = 'sent', sent_at = now(), recipient = $2, lease_until = null where id = $1 and status = 'sending'`,
);
const DROPPED = statement(
  'notifications.email-dropped',
  `update notifications.emails set status = 'dropped', lease_until = null where id = $1 and status = 'sending'`,
);
const FAILED = statement(
  'notifications.email-failed',
  `update notifications.emails set status = $3, lease_until = null where id = $1 and status = 'sending' and attempts = $2`,
);
const FORGET = statement(
  'notifications.forget-recipients',
  `update notifications.emails set recipient = null where recipient is not null and sent_at < now() - interval '30 days'`,
);

@Injectable()
export class PostgresEmails extends Emails {
  constructor(private readonly database: Database) {
    super();
  }

  async request({ id, kind, subject }: Email): Promise<void> {
    const subjectKind = subject.slice(0, subject.lastIndexOf('_'));
    await this.database.query(REQUEST, [toUuid(id), kind, subjectKind, toUuid(subject), messageIdOf(id), traceparentOf()]);
  }

  async due(limit: number): Promise<EmailId[]> {
    const rows = await this.database.query<{ id: string }>(DUE, [limit]);
    return rows.map(({ id }) => toId('eml', id));
  }

  async queued(ids: readonly EmailId[]): Promise<void> {
    await this.database.query(QUEUED, [ids.map(toUuid)]);
  }

  async claim(id: EmailId): Promise<EmailClaim> {
    type Row = { kind: EmailKind; subject_kind: string; subject_id: string; attempts: number; traceparent: string | null };
    const row = await this.database.first<Row>(CLAIM, [toUuid(id), Emails.LEASE_SECONDS]);
    if (row) {
      const subject = toId(row.subject_kind, row.subject_id) as Email['subject'];
      return { kind: 'claimed', email: { id, kind: row.kind, subject, attempt: row.attempts, trace: row.traceparent } };
    }
    const found = await this.database.first<{ status: EmailStatus }>(STATUS, [toUuid(id)]);
    if (!found) throw new Error(`There is no mail ${id}`);
    return { kind: found.status === 'sent' || found.status === 'dropped' ? found.status : 'busy' };
  }

  async sent({ id }: ClaimedEmail, recipient: string): Promise<void> {
    await this.database.query(SENT, [toUuid(id), recipient]);
  }

  async dropped({ id }: ClaimedEmail): Promise<void> {
    await this.database.query(DROPPED, [toUuid(id)]);
  }

  async failed({ id, attempt }: ClaimedEmail, forGood: boolean): Promise<void> {
    await this.database.query(FAILED, [toUuid(id), attempt, forGood ? 'failed' : 'pending']);
  }

  async forgetRecipients(): Promise<void> {
    await this.database.query(FORGET);
  }
}
