import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import { normalizedEmail } from '../domain/email-address.js';
import { assertAcceptable, Passwords } from '../domain/password.js';
import { REGISTRATION_HOURS, Registrations } from '../domain/registration.js';
import { LinkTokens } from './link-tokens.js';

/**
 * Notes the wish for an account and has the address mailed. Does the same for an address that has an account: what the mail says
 * is decided when it is written, so that neither the answer nor its time tells anything.
 * @throws PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy
 */
export class RegisterCustomer extends Command<void> {
  constructor(
    readonly email: string,
    readonly name: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(RegisterCustomer)
export class RegisterCustomerHandler implements ICommandHandler<RegisterCustomer> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly registrations: Registrations,
    private readonly passwords: Passwords,
    private readonly tokens: LinkTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ email: address, name, password }: RegisterCustomer): Promise<void> {
    const email = normalizedEmail(address);
    assertAcceptable(password, [email, name]);
    const passwordHash = await this.passwords.hash(password);
    const id = newId('reg');
    const expiresAt = new Date(this.clock.now().getTime() + REGISTRATION_HOURS * 3_600_000);
    await this.work.run(async () => {
      await this.registrations.add({ id, email, name, passwordHash, expiresAt }, this.tokens.hashOf(id));
      this.work.record([{ type: 'identity.registration-requested.v1', subject: id, version: 1, payload: {} }]);
    });
  }
}
