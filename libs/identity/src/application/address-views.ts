import { Query } from '@nestjs/cqrs';
import type { Address } from '@holdfast/kernel';
import type { AddressId } from '../domain/address-book.js';
import type { CustomerId } from '../domain/customer.js';

/** An address as its owner sees it. */
export interface AddressView extends Address {
  readonly id: AddressId;
  readonly default_shipping: boolean;
  readonly default_billing: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface VersionedAddress {
  readonly address: AddressView;
  readonly version: number;
}

/** The address book of a customer, the newest address first. It is bounded, so there are no pages. */
export class ListAddresses extends Query<AddressView[]> {
  constructor(readonly owner: CustomerId) {
    super();
  }
}

/** @throws AddressNotFound, also for an address of somebody else */
export class GetAddress extends Query<VersionedAddress> {
  constructor(
    readonly owner: CustomerId,
    readonly id: AddressId,
  ) {
    super();
  }
}
