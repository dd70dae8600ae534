import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { CustomerErased, CustomerNotFound } from '../domain/account-errors.js';
import { type CustomerId, Customers } from '../domain/customer.js';
import { Sessions } from '../domain/sessions.js';

/** Closes an account to its owner and ends its sessions; from the next request on nothing of it counts. Safe to repeat. @throws CustomerNotFound, CustomerErased */
export class DisableCustomer extends Command<void> {
  constructor(readonly id: CustomerId) {
    super();
  }
}

@CommandHandler(DisableCustomer)
export class DisableCustomerHandler implements ICommandHandler<DisableCustomer> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: Customers,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id }: DisableCustomer): Promise<void> {
    return this.work.run(async () => {
      const state = await this.customers.lockState(id);
      if (!state) throw new CustomerNotFound();
      if (state.status === 'erased') throw new CustomerErased();
      if (state.status === 'disabled') return;
      await this.customers.setStatus(id, 'disabled');
      await this.sessions.endAll(id, 'account-closed');
      await this.securityLog.note({ event: 'account.disabled', subject: id });
      this.work.record([{ type: 'identity.customer-disabled.v1', subject: id, version: state.version + 1, from: 'active', to: 'disabled', payload: {} }]);
    });
  }
}
