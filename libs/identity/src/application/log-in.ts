import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { Credentials, type Login, type LoginKind } from '../domain/credentials.js';
import { normalizedEmail } from '../domain/email-address.js';
import { InvalidCredentials } from '../domain/errors.js';
import { Passwords } from '../domain/password.js';
import type { Origin } from '../domain/sessions.js';
import { ChallengeOpener, type OpenedChallenge } from './challenge-opener.js';
import type { BroughtCart } from '../login-listener.js';
import { SessionOpener } from './session-opener.js';
import type { SessionTokens } from './session-tokens.js';

/**
 * Opens a session for whoever knows the password of an account; where there is a second factor, a challenge that leads to one.
 * @throws InvalidCredentials after the same time whether the account exists or not; PasswordsBusy
 */
export class LogIn extends Command<SessionTokens | OpenedChallenge> {
  constructor(
    readonly email: string,
    readonly password: string,
    readonly origin: Origin,
    readonly as: LoginKind = 'customer',
    readonly cart?: BroughtCart,
  ) {
    super();
  }
}

@CommandHandler(LogIn)
export class LogInHandler implements ICommandHandler<LogIn> {
  constructor(
    private readonly credentials: Credentials,
    private readonly passwords: Passwords,
    private readonly sessions: SessionOpener,
    private readonly challenges: ChallengeOpener,
    private readonly work: UnitOfWork,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ email, password, origin, as, cart }: LogIn): Promise<SessionTokens | OpenedChallenge> {
    const login = await this.credentials.find(as, normalizedEmail(email));
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    const matches = await this.passwords.matches(password, login?.passwordHash ?? undefined);
    if (!login || !matches) {
      // For unknown addresses as well, so that the time tells nothing; the address itself is nobody's to keep.
      await this.securityLog.note({ event: 'login.failed', subject: login?.subject });
      throw new InvalidCredentials();
    }
    const renewed = await this.#renewed(login, password);
    const assertUnchanged = async () => {
      // A password that was changed since it was checked has ended all sessions, and must not open another.
      if (!(await this.credentials.isUnchanged(login))) throw new InvalidCredentials();
      if (renewed) await this.credentials.renew(login.subject, renewed);
    };
    if (!login.hasFactor) return this.sessions.open(login.subject, origin, assertUnchanged, false, cart);
    // The cart comes along with the second factor, when there is a session.
    return this.work.run(async () => {
      await assertUnchanged();
      return this.challenges.open(login.subject, origin);
    });
  }

  /** The password under today's costs, when it was kept under lower ones. */
  async #renewed({ passwordHash }: Login, password: string): Promise<string | undefined> {
    return passwordHash && this.passwords.isOutdated(passwordHash) ? this.passwords.hash(password) : undefined;
  }
}
