import type { Id } from '@holdfast/kernel';
import type { Customer, CustomerId } from './customer.js';

export type PasswordResetId = Id<'pwr'>;

/** How long the mail of a reset can be answered, in minutes (ASVS 5.0, 6.5.5: codes of mails count for ten minutes at most). */
export const RESET_MINUTES = 10;

/**
 * Wishes for a new password. One that was asked for later, a password that was changed and an address that was changed each void
 * those before. Every deadline is judged by the database's clock.
 */
export abstract class PasswordResets {
  /**
   * Notes the wish and answers whose account it is about. Does the same work for an address that nobody has: such a wish leads nowhere.
   * Needs an active unit of work.
   */
  abstract add(id: PasswordResetId, email: string, tokenHash: Buffer): Promise<CustomerId | undefined>;

  /** The account that this token gives a new password, or undefined when it does not count. Uses nothing up. */
  abstract find(id: PasswordResetId, tokenHash: Buffer): Promise<Customer | undefined>;

  /** The same, and uses it up: nobody else can from now on. Needs an active unit of work. */
  abstract take(id: PasswordResetId, tokenHash: Buffer): Promise<Customer | undefined>;
}
