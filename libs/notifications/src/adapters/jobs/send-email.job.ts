import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { HandlesJob, type Job, type JobHandler } from '@holdfast/platform';
import { SendEmail } from '../../application/send-email.js';
import type { EmailId } from '../../domain/email.js';

/** As many tries as the queue makes before it leaves a job as a dead letter. */
const TRIES = 12;

/** A job of its own per mail, so that one that fails holds up no other. */
@Injectable()
@HandlesJob('mail', 'send-email')
export class SendEmailJob implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle({ data, attempt }: Job): Promise<void> {
    await this.commands.execute(new SendEmail(data['id'] as EmailId, attempt >= TRIES));
  }
}
