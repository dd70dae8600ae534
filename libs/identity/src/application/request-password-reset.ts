import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { normalizedEmail } from '../domain/email-address.js';
import { PasswordResets } from '../domain/password-reset.js';
import { LinkTokens } from './link-tokens.js';

/**
 * Notes the wish for a new password and has the address mailed. Does the same for an address that nobody has, whose wish leads
 * nowhere and whose mail is dropped when it comes to be written: neither the answer nor its time tells anything.
 */
export class RequestPasswordReset extends Command<void> {
  constructor(readonly email: string) {
    super();
  }
}

@CommandHandler(RequestPasswordReset)
export class RequestPasswordResetHandler implements ICommandHandler<RequestPasswordReset> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly resets: PasswordResets,
    private readonly tokens: LinkTokens,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ email }: RequestPasswordReset): Promise<void> {
    const id = newId('pwr');
    return this.work.run(async () => {
      const customer = await this.resets.add(id, normalizedEmail(email), this.tokens.hashOf(id));
      // For unknown addresses as well, so that the time tells nothing.
      await this.securityLog.note({ event: 'password-reset.requested', subject: customer });
      this.work.record([{ type: 'identity.password-reset-requested.v1', subject: id, version: 1, payload: {} }]);
    });
  }
}
