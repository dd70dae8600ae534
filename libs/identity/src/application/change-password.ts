import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { WrongPassword } from '../domain/account-errors.js';
import { type CustomerId, Customers } from '../domain/customer.js';
import { assertAcceptable, Passwords } from '../domain/password.js';
import { PasswordReplacer } from './password-replacer.js';

/**
 * Replaces the password of whoever knows the one before (ASVS 5.0, 6.2.3). The session that asks goes on, all others end.
 * @throws WrongPassword, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy, NotFound
 */
export class ChangePassword extends Command<void> {
  constructor(
    readonly customer: CustomerId,
    readonly session: SessionId,
    readonly currentPassword: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: Customers,
    private readonly passwords: Passwords,
    private readonly replacer: PasswordReplacer,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ customer: id, session, currentPassword, password }: ChangePassword): Promise<void> {
    const seen = await this.customers.find(id);
    if (!seen) throw new NotFound();
    assertAcceptable(password, [seen.email, seen.name]);
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    if (!(await this.passwords.matches(currentPassword, seen.passwordHash ?? undefined))) {
      await this.securityLog.note({ event: 'password-change.failed', subject: id, details: { session } });
      throw new WrongPassword();
    }
    const passwordHash = await this.passwords.hash(password);
    await this.work.run(async () => {
      // Changed meanwhile: then the current password is another.
      if (!(await this.replacer.replace(seen, passwordHash, 'owner', session))) throw new WrongPassword();
    });
  }
}
