import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { CustomerErased, CustomerNotFound } from '../domain/account-errors.js';
import { type CustomerId, Customers } from '../domain/customer.js';

/** Opens an account again that was disabled; its owner logs in anew. Safe to repeat. @throws CustomerNotFound, CustomerErased */
export class EnableCustomer extends Command<void> {
  constructor(readonly id: CustomerId) {
    super();
  }
}

@CommandHandler(EnableCustomer)
export class EnableCustomerHandler implements ICommandHandler<EnableCustomer> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: Customers,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id }: EnableCustomer): Promise<void> {
    return this.work.run(async () => {
      const state = await this.customers.lockState(id);
      if (!state) throw new CustomerNotFound();
      if (state.status === 'erased') throw new CustomerErased();
      if (state.status === 'active') return;
      await this.customers.setStatus(id, 'active');
      await this.securityLog.note({ event: 'account.enabled', subject: id });
      this.work.record([{ type: 'identity.customer-enabled.v1', subject: id, version: state.version + 1, from: 'disabled', to: 'active', payload: {} }]);
    });
  }
}
