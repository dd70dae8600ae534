import type { OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { UnitOfWork } from '@holdfast/kernel';
import { traced } from '@holdfast/platform';
import { type Mail, Mailer } from '../../application/mailer.js';

/** Together well below the lease of a mail (180 s), so that nobody else starts on it while this one may still succeed. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/** As many as the worker sends at once, so that no mail waits for a connection. */
const CONNECTIONS = 4;

export class SmtpMailer extends Mailer implements OnApplicationShutdown {
  readonly #transport: Transporter;

  /** `url` as in `smtp://user:password@host:587` or `smtps://…:465`. */
  constructor(
    url: string,
    private readonly work: UnitOfWork,
  ) {
    super();
    this.#transport = createTransport({ url, pool: true, maxConnections: CONNECTIONS, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
  }

  async send({ to, from, subject, html, text, messageId, trace }: Mail): Promise<void> {
    if (this.work.active) throw new Error('Mails are not sent inside a unit of work');
    // As an object the address is taken as it is: a comma in it makes no second recipient.
    const recipient = { name: '', address: to };
    const mail = { to: recipient, from, subject, html, text, messageId, headers: { 'Auto-Submitted': 'auto-generated' } };
    await traced('send mail', { kind: 'client', parent: trace }, () => this.#transport.sendMail(mail));
  }

  onApplicationShutdown(): void {
    this.#transport.close();
  }
}
