import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, Throttle, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { WrongPassword } from '../domain/account-errors.js';
import { Credentials } from '../domain/credentials.js';
import { InvalidMfaCode, MfaCodeMissing } from '../domain/mfa-errors.js';
import { Passwords } from '../domain/password.js';
import { type FactorProof, Factors } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';
import { FactorCheck } from './factor-check.js';

/**
 * Proves once more who is behind a session, which opens what is dangerous for a while (ASVS 5.0, 7.5). Customers and staff alike.
 * @throws MfaCodeMissing, InvalidMfaCode, WrongPassword, also when the session or the account ended meanwhile; PasswordsBusy
 */
export class Reauthenticate extends Command<void> {
  constructor(
    readonly subject: SubjectId,
    readonly session: SessionId,
    readonly password: string,
    /** What is shown besides; needed where there is a second factor. */
    readonly proof?: FactorProof,
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
    private readonly factors: Factors,
    private readonly check: FactorCheck,
    private readonly throttle: Throttle,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ subject, session, password, proof }: Reauthenticate): Promise<void> {
    const hash = await this.credentials.passwordHashOf(subject);
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    if (!(await this.passwords.matches(password, hash))) {
      await this.securityLog.note({ event: 'reauthentication.failed', subject, details: { session } });
      throw new WrongPassword();
    }
    if (!(await this.factors.isEnrolled(subject))) return this.work.run(() => this.#proven(subject, session, false));
    if (!proof) throw new MfaCodeMissing();
    await this.throttle.attempt('mfa-code', { address: undefined, account: subject }, () => this.work.run(async () => {
      if (!(await this.check.passes(subject, proof))) throw new InvalidMfaCode();
      await this.#proven(subject, session, true);
    }));
  }

  async #proven(subject: SubjectId, session: SessionId, withFactor: boolean): Promise<void> {
    // A password that was changed meanwhile has ended the session, and then there is nothing to note.
    if (!(await this.sessions.reauthenticate(session, subject, withFactor))) throw new WrongPassword();
    await this.securityLog.note({ event: 'reauthentication.succeeded', subject, details: { session } });
  }
}
