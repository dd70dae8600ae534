import { Query } from '@nestjs/cqrs';
import type { Page } from '@holdfast/kernel';
import type { Customer, CustomerId } from '../domain/customer.js';

/** A customer as staff sees one. Of somebody who was erased nothing is left but the id. */
export interface CustomerView {
  readonly id: CustomerId;
  readonly email: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly status: Customer['status'];
  readonly created_at: string;
  readonly updated_at: string;
}

export interface VersionedCustomer {
  readonly customer: CustomerView;
  readonly version: number;
}

export interface CustomerFilter {
  readonly limit: number;
  readonly cursor?: string;
  /** Exactly this address, in whatever case. */
  readonly email?: string;
}

/** Customers, newest first. */
export class ListCustomers extends Query<Page<CustomerView>> {
  constructor(readonly filter: CustomerFilter) {
    super();
  }
}

/** @throws CustomerNotFound */
export class ViewCustomer extends Query<VersionedCustomer> {
  constructor(readonly id: CustomerId) {
    super();
  }
}
