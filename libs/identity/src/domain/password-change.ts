import type { Id } from '@holdfast/kernel';
import type { CustomerId } from './customer.js';

export type PasswordChangeId = Id<'pwc'>;

/** A password that was replaced, by its owner who knew the one before or by a reset. The mail about it is written from this. */
export interface PasswordChange {
  readonly id: PasswordChangeId;
  readonly customer: CustomerId;
  readonly madeBy: 'owner' | 'reset';
}

export abstract class PasswordChanges {
  /** Needs an active unit of work. */
  abstract add(change: PasswordChange): Promise<void>;
}
