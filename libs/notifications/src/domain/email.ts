import { type Id, StateMachine } from '@holdfast/kernel';

export type EmailId = Id<'eml'>;
export type EmailKind = 'order-confirmation' | 'registration' | 'password-reset' | 'password-changed' | 'email-change' | 'email-change-notice' | 'email-changed'
  | 'staff-invitation' | 'data-export';
export type EmailStatus = 'pending' | 'sending' | 'sent' | 'failed' | 'dropped';

/** The states of a mail. A failed one may be tried again by hand; one that nobody is there to read is dropped. */
export const EMAIL = new StateMachine<EmailStatus>('email', {
  pending: ['sending'],
  sending: ['pending', 'sent', 'failed', 'dropped'],
  sent: [],
  failed: ['sending'],
  dropped: [],
});

/** A mail that has to be sent once. */
export interface Email {
  readonly id: EmailId;
  readonly kind: EmailKind;
  /** TypeID of what it is about. */
  readonly subject: Id<'ord'> | Id<'reg'> | Id<'pwr'> | Id<'pwc'> | Id<'emc'> | Id<'inv'> | Id<'exp'>;
}

/** The same at every try, so that a repeat after a crash is recognisable as one (RFC 5322 §3.6.4). */
export const messageIdOf = (id: EmailId): string => `<${id}@holdfast>`;
