import { Query } from '@nestjs/cqrs';
import type { Id, Page } from '@holdfast/kernel';

export type MessageId = Id<'msg'>;

/** A mail in the test mailbox. */
export interface MailboxMessage {
  readonly id: MessageId;
  readonly message_id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly sent_at: string;
}

/** The mails of the test mailbox, newest first. */
export class ListMailbox extends Query<Page<MailboxMessage>> {
  constructor(readonly page: { readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

/** The HTML of one mail, or undefined. */
export class GetMailboxHtml extends Query<string | undefined> {
  constructor(readonly id: MessageId) {
    super();
  }
}
