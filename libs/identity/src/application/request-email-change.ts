import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import type { CustomerId } from '../domain/customer.js';
import { normalizedEmail } from '../domain/email-address.js';
import { EmailChanges } from '../domain/email-change.js';
import { LinkTokens } from './link-tokens.js';

/**
 * Notes the wish for another address and has both addresses mailed. Does the same for an address that somebody has: what the mail
 * says is decided when it is written, so that nobody learns from the answer which addresses are known.
 */
export class RequestEmailChange extends Command<void> {
  constructor(
    readonly customer: CustomerId,
    readonly session: SessionId,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(RequestEmailChange)
export class RequestEmailChangeHandler implements ICommandHandler<RequestEmailChange> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly changes: EmailChanges,
    private readonly tokens: LinkTokens,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ customer, session, email }: RequestEmailChange): Promise<void> {
    const id = newId('emc');
    return this.work.run(async () => {
      await this.changes.add({ id, customer, session, email: normalizedEmail(email) }, this.tokens.hashOf(id));
      await this.securityLog.note({ event: 'email-change.requested', subject: customer, details: { session } });
      this.work.record([{ type: 'identity.email-change-requested.v1', subject: id, version: 1, payload: { customer_id: customer } }]);
    });
  }
}
