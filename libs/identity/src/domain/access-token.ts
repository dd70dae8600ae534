import type { Id } from '@holdfast/kernel';

export type SessionId = Id<'ses'>;

/** How long an access token counts, in seconds. Short, because it is also checked without asking anybody. */
export const ACCESS_TOKEN_SECONDS = 600;

/** Whom an access token speaks for, and in which session. */
export interface AccessClaims {
  readonly subject: Id<'cus'> | Id<'stf'>;
  readonly session: SessionId;
}

export interface IssuedToken {
  readonly token: string;
  readonly expiresIn: number;
}

/**
 * Access tokens: JWTs of the profile of RFC 9068 (`typ: at+jwt`), signed with EdDSA, with the keys of all processes and of a while
 * ago.
 */
export abstract class AccessTokens {
  abstract issue(claims: AccessClaims): Promise<IssuedToken>;

  /** What the token says, or undefined when anything about it is not as it has to be: nobody learns what. */
  abstract read(token: string): Promise<AccessClaims | undefined>;
}
