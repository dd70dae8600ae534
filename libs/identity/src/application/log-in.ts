import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog } from '@holdfast/kernel';
import { type Customer, Customers } from '../domain/customer.js';
import { normalizedEmail } from '../domain/email-address.js';
import { InvalidCredentials } from '../domain/errors.js';
import { Passwords } from '../domain/password.js';
import type { Origin } from '../domain/sessions.js';
import { SessionOpener } from './session-opener.js';
import type { SessionTokens } from './session-tokens.js';

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
    private readonly customers: Customers,
    private readonly passwords: Passwords,
    private readonly sessions: SessionOpener,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ email, password, origin }: LogIn): Promise<SessionTokens> {
    const customer = await this.customers.findByEmail(normalizedEmail(email));
    // Outside any transaction: a hash takes some 50 ms and may wait for its turn.
    const matches = await this.passwords.matches(password, customer?.passwordHash ?? undefined);
    if (!customer || !matches) {
      // For unknown addresses as well, so that the time tells nothing; the address itself is nobody's to keep.
      await this.securityLog.note({ event: 'login.failed', subject: customer?.id });
      throw new InvalidCredentials();
    }
    const renewed = await this.#renewed(customer, password);
    return this.sessions.open(customer.id, origin, async () => {
      if (renewed) await this.customers.keepPassword(customer.id, renewed);
    });
  }

  /** The password under today's costs, when it was kept under lower ones. */
  async #renewed({ passwordHash }: Customer, password: string): Promise<string | undefined> {
    return passwordHash && this.passwords.isOutdated(passwordHash) ? this.passwords.hash(password) : undefined;
  }
}
