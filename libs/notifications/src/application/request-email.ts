import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, UnitOfWork } from '@holdfast/kernel';
import type { Email } from '../domain/email.js';
import { Emails } from '../domain/emails.js';

/** Notes that a mail has to be sent. Safe to repeat: there is one of a kind for each subject. Joins the caller's unit of work. */
export class RequestEmail extends Command<void> {
  constructor(
    readonly kind: Email['kind'],
    readonly subject: Email['subject'],
  ) {
    super();
  }
}

@CommandHandler(RequestEmail)
export class RequestEmailHandler implements ICommandHandler<RequestEmail> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly emails: Emails,
  ) {}

  execute({ kind, subject }: RequestEmail): Promise<void> {
    return this.work.run(() => this.emails.request({ id: newId('eml'), kind, subject }));
  }
}
