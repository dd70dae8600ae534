import { Injectable } from '@nestjs/common';
import { newId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { Database, statement, traced } from '@holdfast/platform';
import { type Mail, Mailer } from '../../application/mailer.js';

const DELIVER = statement(
  'notifications.deliver-to-mailbox',
  `insert into notifications.test_mailbox (id, message_id, recipient, sender, subject, html, body) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (message_id) do nothing`,
);

/** Keeps mails in the database instead of sending them; a repeat of a mail is recognised by its Message-ID and dropped. */
@Injectable()
export class TestMailbox extends Mailer {
  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
  ) {
    super();
  }

  async send({ messageId, to, from, subject, html, text, trace }: Mail): Promise<void> {
    if (this.work.active) throw new Error('Mails are not sent inside a unit of work');
    const row = [toUuid(newId('msg')), messageId, to, from, subject, html, text];
    await traced('send mail', { kind: 'client', parent: trace }, () => this.database.query(DELIVER, row));
  }
}
