import { type Id, StateMachine } from '@holdfast/kernel';

export type EmailId = Id<'eml'>;
export type EmailKind = 'order-confirmation' | 'registration';
export type EmailStatus = 'pending' | 'sending' | 'sent' | 'failed';

/** The states of a mail. A failed one may be tried again by hand. */
export const EMAIL = new StateMachine<EmailStatus>('email', {
  pending: ['sending'],
  sending: ['pending', 'sent', 'failed'],
  sent: [],
  failed: ['sending'],
});

/** A mail that has to be sent once. */
export interface Email {
  readonly id: EmailId;
  readonly kind: EmailKind;
  /** TypeID of what it is about. */
  readonly subject: Id<'ord'> | Id<'reg'>;
}

/** The same at every try, so that a repeat after a crash is recognisable as one (RFC 5322 §3.6.4). */
export const messageIdOf = (id: EmailId): string => `<${id}@holdfast>`;
