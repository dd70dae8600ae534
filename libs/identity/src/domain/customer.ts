import type { Id } from '@holdfast/kernel';

export type CustomerId = Id<'cus'>;

/** Somebody with an account. There are none whose address was not verified: see {@link Registrations}. */
export interface Customer {
  readonly id: CustomerId;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly passwordHash: string | null;
  readonly status: 'active' | 'disabled' | 'erased';
  readonly version: number;
  readonly createdAt: Date;
}

/** Customers. */
export abstract class Customers {
  /** Nobody, an account that is closed included, is undefined. */
  abstract find(id: CustomerId): Promise<Customer | undefined>;

  /** Adds the customer; answers false, and adds nothing, when the address has an account already. */
  abstract add(customer: Customer): Promise<boolean>;
}
