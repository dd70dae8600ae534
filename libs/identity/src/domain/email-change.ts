import type { Id } from '@holdfast/kernel';
import type { SessionId } from './access-token.js';
import type { CustomerId } from './customer.js';

export type EmailChangeId = Id<'emc'>;

/** How long the mail of a change can be answered, in minutes: whoever asks is at the keyboard. */
export const EMAIL_CHANGE_MINUTES = 60;

/** A wish for another address, until whoever reads the mails of that address confirms it. */
export interface EmailChange {
  readonly id: EmailChangeId;
  readonly customer: CustomerId;
  /** In which it was asked for. */
  readonly session: SessionId;
  readonly email: string;
}

/** Wishes for another address. A later one, a new password and another address void those before. */
export abstract class EmailChanges {
  /** Notes the wish, whether the address is taken or not. Needs an active unit of work. */
  abstract add(change: EmailChange, tokenHash: Buffer): Promise<void>;

  /**
   * The wish that this token confirms, unless it does not count; nobody else can confirm it from now on. Locks the customer.
   * Needs an active unit of work.
   */
  abstract take(id: EmailChangeId, tokenHash: Buffer): Promise<EmailChange | undefined>;
}
