import type { Id } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import type { SubjectId } from '../domain/session.js';
import type { ClaimedCart } from '../login-listener.js';

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

/**
 * What became of the cart that somebody brought along. One that was not claimed stays a guest's, with its secret; `reason` is the code of
 * the problem that POST /v1/carts/{id}/claims would answer, or `failed`.
 */
export type CartAtLogin = (ClaimedCart & { readonly reason: null }) | { readonly status: 'not-claimed'; readonly id: Id<'cart'> | null; readonly reason: string };

/** What somebody who is logged in holds. */
export interface SessionTokens {
  readonly session: SessionId;
  readonly subject: SubjectId;
  readonly accessToken: string;
  /** In seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly sessionExpiresAt: Date;
  /** Undefined when none was brought along. */
  readonly cart?: CartAtLogin;
}
