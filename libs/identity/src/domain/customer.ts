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
  /** Of what others see of the account, for conditional requests. */
  readonly version: number;
  /** Of password and address: what was asked for under one does not count under the next. */
  readonly credentialsVersion: number;
  readonly createdAt: Date;
}

/** What customers tell about themselves. */
export interface Profile {
  readonly name: string;
  readonly phone: string | null;
}

/** Customers. */
export abstract class Customers {
  /** An account that is closed is undefined. */
  abstract find(id: CustomerId): Promise<Customer | undefined>;

  /** The same, locked until the end of the unit of work. */
  abstract lock(id: CustomerId): Promise<Customer | undefined>;

  /** Adds the customer; answers false, and adds nothing, when the address has an account already. */
  abstract add(customer: Customer): Promise<boolean>;

  /**
   * Gives the customer another password; answers false, and does nothing, when the account is closed or password or address were
   * changed since `seen`. Needs an active unit of work.
   */
  abstract changePassword(seen: Customer, passwordHash: string): Promise<boolean>;

  /** Gives the customer another address; answers false when it is taken, and then the unit of work is lost. */
  abstract changeEmail(id: CustomerId, email: string): Promise<boolean>;

  /** The lock is the caller's: see {@link lock}. */
  abstract describe(id: CustomerId, profile: Profile): Promise<Customer>;

  /** Where an account stands, closed and erased ones included; locked until the end of the unit of work. */
  abstract lockState(id: CustomerId): Promise<Pick<Customer, 'status' | 'version'> | undefined>;

  /** The lock is the caller's: see {@link lockState}. */
  abstract setStatus(id: CustomerId, status: 'active' | 'disabled'): Promise<void>;
}
