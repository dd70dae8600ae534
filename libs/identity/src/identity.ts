import type { Id } from '@holdfast/kernel';
import type { MissingFactor } from './domain/second-factor.js';

/** Whom a secret API key belongs to. */
export interface Caller {
  readonly id: Id<'key'>;
  readonly scopes: readonly string[];
}

/** Somebody who is logged in, and where. */
export interface LoggedIn {
  readonly id: Id<'cus'> | Id<'stf'>;
  readonly session: Id<'ses'>;
  /** When they last proved who they are with this login. */
  readonly authenticatedAt: Date;
  /** What a member of staff may do at this moment; customers have what is theirs. */
  readonly scopes: readonly string[];
  /** What keeps staff from doing anything, and customers from what is dangerous: no second factor, or none shown with this login. */
  readonly missingFactor: MissingFactor | undefined;
}

/** Who is calling, for the guard of the HTTP edge and for other modules. */
export abstract class Identity {
  /**
   * The owner of a secret API key, or undefined when the key is unknown, expired, revoked or no key at all: nobody
   * learns which. One indexed read; remembers in passing that the key was used.
   */
  abstract authenticate(secret: string): Promise<Caller | undefined>;

  /**
   * The customer or member of staff whose access token this is, or undefined when the token, its session or the account does not count. One
   * indexed read: a session that was ended, a changed role or a disabled account shows from its commit on.
   */
  abstract loggedIn(accessToken: string): Promise<LoggedIn | undefined>;
}
