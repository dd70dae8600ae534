import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import { type Customer, Customers } from '../domain/customer.js';
import { InvalidToken } from '../domain/errors.js';
import { type RegistrationId, Registrations } from '../domain/registration.js';
import { LinkTokens } from './link-tokens.js';

/** Makes the account that was asked for. @throws InvalidToken, also when the address got an account meanwhile. */
export class ConfirmRegistration extends Command<Customer> {
  constructor(
    readonly id: RegistrationId,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmRegistration)
export class ConfirmRegistrationHandler implements ICommandHandler<ConfirmRegistration> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly registrations: Registrations,
    private readonly customers: Customers,
    private readonly tokens: LinkTokens,
    private readonly clock: Clock,
  ) {}

  execute({ id, token }: ConfirmRegistration): Promise<Customer> {
    return this.work.run(async () => {
      const now = this.clock.now();
      const registration = await this.registrations.take(id, this.tokens.hash(token), now);
      if (!registration) throw new InvalidToken();
      const { email, name, passwordHash } = registration;
      const customer: Customer = { id: newId('cus'), email, name, phone: null, passwordHash, status: 'active', version: 1, credentialsVersion: 1, createdAt: now };
      if (!(await this.customers.add(customer))) throw new InvalidToken();
      this.work.record([{ type: 'identity.customer-registered.v1', subject: customer.id, version: 1, payload: {} }]);
      return customer;
    });
  }
}
