import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { JobQueue } from '@holdfast/kernel';
import { Emails } from '../domain/emails.js';

const BATCH = 500;

/**
 * Hands due mails to the queue: the only road there, so that what is committed is sent and what is not committed is not. A
 * crash between the two steps hands a mail over twice, under one job id.
 */
export class QueueDueEmails extends Command<number> {}

@CommandHandler(QueueDueEmails)
export class QueueDueEmailsHandler implements ICommandHandler<QueueDueEmails> {
  constructor(
    private readonly emails: Emails,
    private readonly jobs: JobQueue,
  ) {}

  async execute(): Promise<number> {
    const ids = await this.emails.due(BATCH);
    if (ids.length === 0) return 0;
    if (FAILPOINTS) await failpoint('mail.due');
    await this.jobs.add(ids.map((id) => ({ queue: 'mail', name: 'send-email', data: { id }, id: `mail-${id}` })));
    if (FAILPOINTS) await failpoint('mail.queued');
    await this.emails.queued(ids);
    if (FAILPOINTS) await failpoint('mail.marked');
    return ids.length;
  }
}
