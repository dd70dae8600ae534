import type { DataSubject } from '@holdfast/kernel';
import type { CustomerId } from './customer.js';

/** Whom an export or an erasure of a customer is about. */
export abstract class DataSubjects {
  /** With the address of the account, and those before it that nobody else has now; undefined when the account is erased or was never there. */
  abstract find(customer: CustomerId): Promise<DataSubject | undefined>;
}
