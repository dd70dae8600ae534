import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, statement } from '@holdfast/platform';
import { GetMailboxHtml, ListMailbox, type MailboxMessage } from '../../application/mailbox.js';

const LIST = statement(
  'notifications.mailbox',
  `select id, message_id, recipient, sender, subject, body, sent_at from notifications.test_mailbox
    where ($1::uuid is null or id < $1) order by id desc limit $2`,
);
const HTML = statement('notifications.mailbox-html', `select html from notifications.test_mailbox where id = $1`);

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly recipient: string;
  readonly sender: string;
  readonly subject: string;
  readonly body: string;
  readonly sent_at: string;
}

@QueryHandler(ListMailbox)
export class ListMailboxHandler implements IQueryHandler<ListMailbox> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListMailbox): Promise<Page<MailboxMessage>> {
    const [before] = cursor ? decodeCursor(cursor, 'mailbox', ['uuid']) : [null];
    const rows = await this.database.query<Row>(LIST, [before, limit + 1]);
    return pageOf(rows, limit, view, (last) => encodeCursor('mailbox', [last.id]));
  }
}

@QueryHandler(GetMailboxHtml)
export class GetMailboxHtmlHandler implements IQueryHandler<GetMailboxHtml> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetMailboxHtml): Promise<string | undefined> {
    return (await this.database.first<{ html: string }>(HTML, [toUuid(id)]))?.html;
  }
}

const view = ({ id, message_id, recipient, sender, subject, body, sent_at }: Row): MailboxMessage => ({
  id: toId('msg', id),
  message_id,
  to: recipient,
  from: sender,
  subject,
  text: body,
  sent_at: new Date(sent_at).toISOString(),
});
