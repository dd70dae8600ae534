import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import { AccessTokens } from '../domain/access-token.js';
import { type Customer, Customers } from '../domain/customer.js';
import { normalizedEmail } from '../domain/email-address.js';
import { InvalidCredentials } from '../domain/errors.js';
import { Passwords } from '../domain/password.js';
import { sessionEnd } from '../domain/session.js';
import { type Origin, Sessions } from '../domain/sessions.js';
import { RefreshTokens, type SessionTokens } from './session-tokens.js';

/**
 * Opens a session for whoever knows the password of an account.
 * @throws InvalidCredentials after the same time whether the account exists or not; PasswordsBusy
 */
export class LogIn extends Command<SessionTokens> {
  constructor(
    readonly email: string,
    readonly password: string,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(LogIn)
export class LogInHandler implements ICommandHandler<LogIn> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: Customers,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ email, password, origin }: LogIn): Promise<SessionTokens> {
    const customer = await this.customers.findByEmail(normalizedEmail(email));
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    const matches = await this.passwords.matches(password, customer?.passwordHash ?? undefined);
    if (!customer || !matches) throw new InvalidCredentials();
    const renewed = await this.#renewed(customer, password);
    const now = this.clock.now();
    const id = newId('ses');
    const session = { id, subject: customer.id, createdAt: now, lastUsedAt: now, expiresAt: sessionEnd(now), endedAt: null, authenticatedAt: now };
    const refresh = this.refreshTokens.make();
    await this.work.run(async () => {
      if (renewed) await this.customers.keepPassword(customer.id, renewed);
      await this.sessions.open(session, origin, refresh.hash);
      this.work.record([{ type: 'identity.session-opened.v1', subject: id, version: 1, payload: { customer_id: customer.id } }]);
    });
    const { token, expiresIn } = await this.accessTokens.issue({ subject: customer.id, session: id });
    return { session: id, subject: customer.id, accessToken: token, expiresIn, refreshToken: refresh.token, sessionExpiresAt: session.expiresAt };
  }

  /** The password under today's costs, when it was kept under lower ones. */
  async #renewed({ passwordHash }: Customer, password: string): Promise<string | undefined> {
    return passwordHash && this.passwords.isOutdated(passwordHash) ? this.passwords.hash(password) : undefined;
  }
}
