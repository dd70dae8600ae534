import { Injectable } from '@nestjs/common';
import { type DataSubject, PersonalData, type Wait } from '@holdfast/kernel';
import { Database, type Holding, HoldsPersonalData, statement } from '@holdfast/platform';

export const NOTIFICATIONS_HOLDINGS: readonly Holding[] = [
  {
    table: 'notifications.emails',
    ends: 'The recipient is forgotten 30 days after sending. An erasure forgets it at once; that a mail went out stays. A mail that nobody is there to read any more is dropped.',
  },
  { table: 'notifications.test_mailbox', ends: 'Filled only where no mail server is configured. An erasure deletes the mails.' },
];

const MINE = `lower(recipient) = any($1::text[])`;
const EMAILS = statement('notifications.export-emails', `select platform.shown(to_jsonb(e), 'notifications.emails') as row from notifications.emails e where ${MINE} order by e.id`);
const MAILBOX = statement(
  'notifications.export-mailbox',
  `select platform.shown(to_jsonb(m), 'notifications.test_mailbox') as row from notifications.test_mailbox m where ${MINE} order by m.id`,
);
// A mail is in the mailbox under the id of its row, which tells when it was asked for.
const DELETE_MAILS = statement(
  'notifications.erase-mailbox',
  `delete from notifications.test_mailbox m where ${MINE}
      and not exists (select from notifications.emails e where e.message_id = m.message_id and e.created_at > $2)`,
);
const FORGET = statement('notifications.erase-recipients', `update notifications.emails set recipient = null where ${MINE} and created_at <= $2`);

/** To whom mails went. What they say is read anew for each one and kept by nobody, but for the test mailbox. */
@Injectable()
@HoldsPersonalData('notifications', NOTIFICATIONS_HOLDINGS)
export class NotificationsPersonalData extends PersonalData {
  constructor(private readonly database: Database) {
    super();
  }

  async export({ emails }: DataSubject): Promise<Readonly<Record<string, unknown>>> {
    const sent = await this.database.query<{ row: unknown }>(EMAILS, [emails]);
    const mailbox = await this.database.query<{ row: unknown }>(MAILBOX, [emails]);
    return { emails: sent.map(({ row }) => row), test_mailbox: mailbox.map(({ row }) => row) };
  }

  async erase({ emails, until }: DataSubject): Promise<readonly Wait[]> {
    await this.database.send(DELETE_MAILS, [emails, until]);
    await this.database.send(FORGET, [emails, until]);
    return [];
  }
}
