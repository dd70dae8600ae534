import type { Id } from '@holdfast/kernel';
import type { CustomerId } from './customer.js';
import { normalizedEmail } from './email-address.js';
import { OpenIdConnectEmailUnverified } from './openid-connect-errors.js';

export type ExternalIdentityId = Id<'eid'>;

/** Who somebody is at an OpenID provider: the pair is unique and never given to another person (OpenID Connect Core §5.7). */
export interface Subject {
  readonly issuer: string;
  readonly subject: string;
}

/** What a provider vouches for, from an ID token that was checked. */
export interface ProvenIdentity extends Subject {
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string;
}

const EMAIL_MAX = 254;
const EMAIL = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;

/** The address in the form in which accounts are kept. @throws OpenIdConnectEmailUnverified when the provider does not vouch for any. */
export function verifiedEmail({ email, emailVerified }: ProvenIdentity): string {
  if (!emailVerified || !email || email.length > EMAIL_MAX || !EMAIL.test(email)) throw new OpenIdConnectEmailUnverified();
  return normalizedEmail(email);
}

/** Logins at OpenID providers that customers are known by. Every call needs an active unit of work. */
export abstract class ExternalIdentities {
  /** Whose identity it is, if anybody's. The account may be closed. */
  abstract find(subject: Subject): Promise<CustomerId | undefined>;

  /** Notes that it was used; answers false when it is not the customer's any more. */
  abstract use(subject: Subject, customer: CustomerId): Promise<boolean>;

  /** Links it to an account; answers false, and links nothing, when it is somebody's, or the account has another one of this issuer. */
  abstract link(id: ExternalIdentityId, subject: Subject, customer: CustomerId): Promise<boolean>;

  /** Removes one of its owner. The last one of an account without a password stays. */
  abstract remove(id: ExternalIdentityId, owner: CustomerId): Promise<'removed' | 'unknown' | 'last-way-in'>;
}
