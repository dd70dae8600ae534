import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { ForgetRecipients } from '../../application/forget-recipients.js';
import { QueueDueEmails } from '../../application/queue-due-emails.js';

@Injectable()
@RunsEvery('send-pending-email', 1_000)
export class SendPendingEmail implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new QueueDueEmails());
  }
}

@Injectable()
@RunsEvery('forget-recipients', 3_600_000)
export class ForgetOldRecipients implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new ForgetRecipients());
  }
}
