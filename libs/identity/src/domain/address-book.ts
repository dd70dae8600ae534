import type { Address, Id } from '@holdfast/kernel';
import type { CustomerId } from './customer.js';

export type AddressId = Id<'adr'>;

/** How many addresses a customer may keep. */
export const ADDRESSES_MAX = 50;

/** An address as its owner writes it down. Naming it a default takes that from the one that had it. */
export interface AddressEntry extends Address {
  readonly defaultShipping: boolean;
  readonly defaultBilling: boolean;
}

/** The addresses of customers. Every call needs an active unit of work that has locked the book. */
export abstract class AddressBooks {
  /** Locks the book until the end of the unit of work and answers how many addresses it holds; undefined when the account is closed. */
  abstract lock(owner: CustomerId): Promise<number | undefined>;

  /** The version of an address; undefined when the owner has none with this id. */
  abstract versionOf(owner: CustomerId, id: AddressId): Promise<number | undefined>;

  abstract add(owner: CustomerId, id: AddressId, entry: AddressEntry): Promise<void>;

  abstract replace(owner: CustomerId, id: AddressId, entry: AddressEntry): Promise<void>;

  abstract remove(owner: CustomerId, id: AddressId): Promise<void>;
}
