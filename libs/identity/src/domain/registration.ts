import type { Id } from '@holdfast/kernel';

export type RegistrationId = Id<'reg'>;

/** How long the mail of a registration can be answered, in hours. */
export const REGISTRATION_HOURS = 24;

/**
 * A wish for an account, until whoever reads the mails of the address confirms it. The password belongs to the wish, not to the
 * address: somebody who registers the address of another person gains nothing when that person registers later.
 */
export interface Registration {
  readonly id: RegistrationId;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly expiresAt: Date;
}

/** Registrations that wait. Every call needs an active unit of work. */
export abstract class Registrations {
  abstract add(registration: Registration, tokenHash: Buffer): Promise<void>;

  /** The registration that this token confirms, unless it is over or was confirmed; nobody else can confirm it from now on. */
  abstract take(id: RegistrationId, tokenHash: Buffer, now: Date): Promise<Registration | undefined>;
}
