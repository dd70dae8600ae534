import type { Email, EmailId } from './email.js';

/** A mail that this process alone may send until its lease ends. `attempt` tells this claim from later ones. */
export interface ClaimedEmail extends Email {
  readonly attempt: number;
  /** What it goes back to, for traces (W3C `traceparent`). */
  readonly trace: string | null;
}

export type EmailClaim =
  | { readonly kind: 'claimed'; readonly email: ClaimedEmail }
  /** It is on its way to the reader already. */
  | { readonly kind: 'sent' }
  /** Nobody was there to read it. */
  | { readonly kind: 'dropped' }
  /** Another process holds the lease. */
  | { readonly kind: 'busy' };

/** The mails to be sent. Each call is one conditional statement, so that two processes never both win. */
export abstract class Emails {
  /** Long enough for the slowest mail server: see the timeouts of the mailer. */
  static readonly LEASE_SECONDS = 180;

  /** Notes that a mail has to be sent. There is one of a kind for each subject: repeating it does nothing. */
  abstract request(email: Email): Promise<void>;

  /** Mails that nobody has handed to the queue lately, the oldest first. */
  abstract due(limit: number): Promise<EmailId[]>;

  /** Notes that these are in the queue; should it lose them, they are due again after a minute. */
  abstract queued(ids: readonly EmailId[]): Promise<void>;

  abstract claim(id: EmailId): Promise<EmailClaim>;

  abstract sent(email: ClaimedEmail, recipient: string): Promise<void>;

  /** Notes that nobody is there to read it. */
  abstract dropped(email: ClaimedEmail): Promise<void>;

  /** Gives the mail back after a failure: to be tried again, or for good. Does nothing when the claim is no longer ours. */
  abstract failed(email: ClaimedEmail, forGood: boolean): Promise<void>;

  /** Forgets to whom mails went that were sent more than 30 days ago. */
  abstract forgetRecipients(): Promise<void>;
}
