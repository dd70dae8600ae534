import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { WrongPassword } from '../domain/account-errors.js';
import { Credentials } from '../domain/credentials.js';
import { Passwords } from '../domain/password.js';
import type { SubjectId } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';

/**
 * Proves once more who is behind a session, which opens what is dangerous for a while (ASVS 5.0, 7.5). Customers and staff alike.
 * @throws WrongPassword, also when the session or the account ended meanwhile; PasswordsBusy
 */
export class Reauthenticate extends Command<void> {
  constructor(
    readonly subject: SubjectId,
    readonly session: SessionId,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(Reauthenticate)
export class ReauthenticateHandler implements ICommandHandler<Reauthenticate> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly credentials: Credentials,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ subject, session, password }: Reauthenticate): Promise<void> {
    const hash = await this.credentials.passwordHashOf(subject);
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    if (!(await this.passwords.matches(password, hash))) {
      await this.securityLog.note({ event: 'reauthentication.failed', subject, details: { session } });
      throw new WrongPassword();
    }
    await this.work.run(async () => {
      // A password that was changed meanwhile has ended the session, and then there is nothing to note.
      if (!(await this.sessions.reauthenticate(session, subject))) throw new WrongPassword();
      await this.securityLog.note({ event: 'reauthentication.succeeded', subject, details: { session } });
    });
  }
}
