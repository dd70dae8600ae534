import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound, UnitOfWork } from '@holdfast/kernel';
import { type Customer, type CustomerId, Customers, type Profile } from '../domain/customer.js';

/** Replaces what is given of a profile. `precondition` throws when the version is not the one that the caller has seen. @throws NotFound */
export class DescribeCustomer extends Command<Customer> {
  constructor(
    readonly id: CustomerId,
    readonly changes: Partial<Profile>,
    readonly precondition: (version: number) => void,
  ) {
    super();
  }
}

@CommandHandler(DescribeCustomer)
export class DescribeCustomerHandler implements ICommandHandler<DescribeCustomer> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: Customers,
  ) {}

  execute({ id, changes, precondition }: DescribeCustomer): Promise<Customer> {
    return this.work.run(async () => {
      const customer = await this.customers.lock(id);
      if (!customer) throw new NotFound();
      precondition(customer.version);
      const { name = customer.name, phone = customer.phone } = changes;
      return this.customers.describe(id, { name, phone });
    });
  }
}
