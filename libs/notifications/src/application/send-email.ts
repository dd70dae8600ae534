import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EmailId, messageIdOf } from '../domain/email.js';
import { type ClaimedEmail, Emails } from '../domain/emails.js';
import { Letters } from './letters.js';
import { Mailer, Sender } from './mailer.js';

/** Another process is sending this mail: to be asked again, in case it dies over it. */
export class EmailBusy extends Error {
  override readonly name = 'EmailBusy';
}

/** Sends one mail unless it was sent before, or drops it when nobody is there to read it. @throws Error when it has to be tried again. */
export class SendEmail extends Command<void> {
  constructor(
    readonly id: EmailId,
    /** No further try follows by itself. */
    readonly lastTry: boolean,
  ) {
    super();
  }
}

// No unit of work: between claim and result lies the mail server, and each of the two is one statement.
@CommandHandler(SendEmail)
export class SendEmailHandler implements ICommandHandler<SendEmail> {
  constructor(
    private readonly emails: Emails,
    private readonly letters: Letters,
    private readonly mailer: Mailer,
    private readonly sender: Sender,
  ) {}

  async execute({ id, lastTry }: SendEmail): Promise<void> {
    const claim = await this.emails.claim(id);
    if (claim.kind === 'sent' || claim.kind === 'dropped') return;
    if (claim.kind === 'busy') throw new EmailBusy(`${id} is being sent`);
    if (FAILPOINTS) await failpoint('mail.claimed');
    const recipient = await this.#deliver(claim.email).catch(async (error: unknown) => {
      await this.emails.failed(claim.email, lastTry);
      throw error;
    });
    if (FAILPOINTS) await failpoint('mail.delivered');
    await (recipient ? this.emails.sent(claim.email, recipient) : this.emails.dropped(claim.email));
    if (FAILPOINTS) await failpoint('mail.noted');
  }

  /** To whom it went, if to anybody. */
  async #deliver(email: ClaimedEmail): Promise<string | undefined> {
    const letter = await this.letters.write(email);
    if (!letter) return undefined;
    await this.mailer.send({ ...letter, from: this.sender.address, messageId: messageIdOf(email.id), trace: email.trace });
    return letter.to;
  }
}
