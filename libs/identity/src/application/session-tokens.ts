import type { SessionId } from '../domain/access-token.js';
import type { SubjectId } from '../domain/session.js';

/** A refresh token, readable this once. */
export interface NewRefreshToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** Makes refresh tokens, and seals each one under the token before it. */
export abstract class RefreshTokens {
  abstract make(): NewRefreshToken;

  abstract hash(token: string): Buffer;

  /** The successor in a form that only whoever has `token` can read. */
  abstract seal(token: string, successor: string): Buffer;

  abstract open(token: string, sealed: Buffer): string;
}

/** What somebody who is logged in holds. */
export interface SessionTokens {
  readonly session: SessionId;
  readonly subject: SubjectId;
  readonly accessToken: string;
  /** In seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly sessionExpiresAt: Date;
}
