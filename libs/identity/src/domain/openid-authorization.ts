import type { Id } from '@holdfast/kernel';

export type AuthorizationId = Id<'oid'>;

/** How long somebody may take to log in at the provider. */
export const AUTHORIZATION_MINUTES = 10;

/** A login at an OpenID provider that began and waits for its answer, as it is kept. */
export interface KeptAuthorization {
  /** Where the answer has to arrive. */
  readonly redirectUri: string;
  /** SHA-256 of what the client keeps: it binds the answer to the browser that began (login CSRF, RFC 9700 §4.7). */
  readonly secretHash: Buffer;
  /** SHA-256 of the `state` that the answer has to carry. */
  readonly stateHash: Buffer;
  /** The PKCE verifier (RFC 7636) and the nonce, which the database cannot read. */
  readonly sealed: Buffer;
}

/** By what an answer is known to belong to an authorization: all of it, or it does not. */
export type AnswerMark = Pick<KeptAuthorization, 'redirectUri' | 'secretHash' | 'stateHash'>;

/** Authorizations that wait. Every call needs an active unit of work. */
export abstract class OpenIdAuthorizations {
  /** Answers when it will be over, by the clock of the database. */
  abstract add(id: AuthorizationId, authorization: KeptAuthorization): Promise<Date>;

  /** What was sealed, unless the authorization is unknown, over or was completed; nobody else can complete it from now on. */
  abstract take(id: AuthorizationId, mark: AnswerMark): Promise<Buffer | undefined>;
}
