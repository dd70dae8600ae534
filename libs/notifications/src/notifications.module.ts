import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { UnitOfWork } from '@holdfast/kernel';
import { Database, LOGGER } from '@holdfast/platform';
import { TestMailboxController } from './adapters/http/test-mailbox.controller.js';
import { ForgetOldRecipients, SendPendingEmail } from './adapters/jobs/email.schedules.js';
import { AccountMailsConsumer, OrderConfirmationConsumer, RegistrationConsumer } from './adapters/jobs/email.consumers.js';
import { SendEmailJob } from './adapters/jobs/send-email.job.js';
import { LettersByKind } from './adapters/letters/letters-by-kind.js';
import { SmtpMailer } from './adapters/mailers/smtp-mailer.js';
import { TestMailbox } from './adapters/mailers/test-mailbox.js';
import { EmailFigures } from './adapters/persistence/email-figures.js';
import { GetMailboxHtmlHandler, ListMailboxHandler } from './adapters/persistence/mailbox.handlers.js';
import { NotificationsPersonalData } from './adapters/persistence/personal-data.js';
import { PendingMails } from './adapters/persistence/pending-mails.js';
import { PostgresEmails } from './adapters/persistence/postgres-emails.js';
import { ForgetRecipientsHandler } from './application/forget-recipients.js';
import { Letters } from './application/letters.js';
import { Mailer, Sender } from './application/mailer.js';
import { QueueDueEmailsHandler } from './application/queue-due-emails.js';
import { RequestEmailHandler } from './application/request-email.js';
import { SendEmailHandler } from './application/send-email.js';
import { Emails } from './domain/emails.js';

export interface NotificationsSettings {
  /** Without it no mail leaves: all go into the test mailbox. */
  readonly smtpUrl?: string;
  /** Sender, `Name <address>`; the name stands for the shop in the letters. */
  readonly from: string;
}

/** The core. Needs `Orders` of ordering and `AccountLetters` of identity, from global modules. */
@Module({})
export class NotificationsModule {
  static forRoot({ smtpUrl, from }: NotificationsSettings): DynamicModule {
    const mailer = (database: Database, work: UnitOfWork, logger: Logger): Mailer => {
      if (smtpUrl) return new SmtpMailer(smtpUrl, work);
      logger.warn('SMTP_URL is not set: mails go into the test mailbox and leave to nobody');
      return new TestMailbox(database, work);
    };
    return {
      module: NotificationsModule,
      providers: [
        { provide: Emails, useClass: PostgresEmails },
        { provide: Letters, useClass: LettersByKind },
        { provide: Sender, useValue: new Sender(from) },
        { provide: Mailer, useFactory: mailer, inject: [Database, UnitOfWork, LOGGER] },
        NotificationsPersonalData, PendingMails, ForgetRecipientsHandler, GetMailboxHtmlHandler, ListMailboxHandler, QueueDueEmailsHandler, RequestEmailHandler, SendEmailHandler,
      ],
    };
  }
}

/** In test mode, the mailbox; otherwise nothing. */
@Module({})
export class NotificationsHttpModule {
  static forRoot({ testMode }: { readonly testMode: boolean }): DynamicModule {
    return { module: NotificationsHttpModule, controllers: testMode ? [TestMailboxController] : [] };
  }
}

/** What workers do: note what has to be sent, hand it to the queue, send it. */
@Module({ providers: [AccountMailsConsumer, EmailFigures, ForgetOldRecipients, OrderConfirmationConsumer, RegistrationConsumer, SendEmailJob, SendPendingEmail] })
export class NotificationsJobsModule {}
