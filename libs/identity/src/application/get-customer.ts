import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '@holdfast/kernel';
import { type Customer, type CustomerId, Customers } from '../domain/customer.js';

/** The account of a customer. @throws NotFound */
export class GetCustomer extends Query<Customer> {
  constructor(readonly id: CustomerId) {
    super();
  }
}

@QueryHandler(GetCustomer)
export class GetCustomerHandler implements IQueryHandler<GetCustomer> {
  constructor(private readonly customers: Customers) {}

  async execute({ id }: GetCustomer): Promise<Customer> {
    const customer = await this.customers.find(id);
    if (!customer) throw new NotFound();
    return customer;
  }
}
