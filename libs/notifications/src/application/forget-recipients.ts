import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Emails } from '../domain/emails.js';

/** Forgets to whom old mails went. Safe to repeat. */
export class ForgetRecipients extends Command<void> {}

@CommandHandler(ForgetRecipients)
export class ForgetRecipientsHandler implements ICommandHandler<ForgetRecipients> {
  constructor(private readonly emails: Emails) {}

  execute(): Promise<void> {
    return this.emails.forgetRecipients();
  }
}
