import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { WrongPassword } from '../domain/account-errors.js';
import { Credentials } from '../domain/credentials.js';
import { assertAcceptable, Passwords } from '../domain/password.js';
import { Sessions } from '../domain/sessions.js';
import type { StaffId } from '../domain/staff.js';

/**
 * Replaces the password of a member of staff who knows the one before. The session that asks goes on, all others end.
 * @throws WrongPassword, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy, NotFound
 */
export class ChangeStaffPassword extends Command<void> {
  constructor(
    readonly staff: StaffId,
    readonly session: SessionId,
    readonly currentPassword: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(ChangeStaffPassword)
export class ChangeStaffPasswordHandler implements ICommandHandler<ChangeStaffPassword> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly credentials: Credentials,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ staff, session, currentPassword, password }: ChangeStaffPassword): Promise<void> {
    assertAcceptable(password, [await this.credentials.addressOf(staff)]);
    const before = await this.credentials.passwordHashOf(staff);
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    if (!(await this.passwords.matches(currentPassword, before))) {
      await this.securityLog.note({ event: 'password-change.failed', subject: staff, details: { session } });
      throw new WrongPassword();
    }
    const passwordHash = await this.passwords.hash(password);
    await this.work.run(async () => {
      // Changed meanwhile: then the current password is another.
      if (!(await this.credentials.replaceOfStaff(staff, before!, passwordHash))) throw new WrongPassword();
      await this.sessions.endAll(staff, 'password-changed', session);
      await this.securityLog.note({ event: 'password.changed', subject: staff, details: { made_by: 'owner' } });
    });
  }
}
