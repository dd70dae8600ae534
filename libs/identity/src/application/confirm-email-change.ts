import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { Customers } from '../domain/customer.js';
import { type EmailChangeId, EmailChanges } from '../domain/email-change.js';
import { InvalidToken } from '../domain/errors.js';
import { Sessions } from '../domain/sessions.js';
import { LinkTokens } from './link-tokens.js';

/**
 * Gives the account the address whose mails were read, once. All sessions end but the one that asked, whose owner had just shown the
 * password: an address is what new passwords are mailed to, so changing it is as weighty as changing the password itself, and
 * whoever is logged in elsewhere proves again who they are (ASVS 5.0, 7.4.3 and 7.5.1).
 * @throws InvalidToken, also when the address was taken meanwhile
 */
export class ConfirmEmailChange extends Command<void> {
  constructor(
    readonly id: EmailChangeId,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmEmailChange)
export class ConfirmEmailChangeHandler implements ICommandHandler<ConfirmEmailChange> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly changes: EmailChanges,
    private readonly customers: Customers,
    private readonly sessions: Sessions,
    private readonly tokens: LinkTokens,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id, token }: ConfirmEmailChange): Promise<void> {
    return this.work.run(async () => {
      const change = await this.changes.take(id, this.tokens.hash(token));
      if (!change || !(await this.customers.changeEmail(change.customer, change.email))) throw new InvalidToken();
      await this.sessions.endAll(change.customer, 'email-changed', change.session);
      await this.securityLog.note({ event: 'email.changed', subject: change.customer, actor: change.customer });
      this.work.record([{ type: 'identity.email-changed.v1', subject: id, version: 2, payload: { customer_id: change.customer } }]);
    });
  }
}
