import type { Id } from '@holdfast/kernel';
import type { SessionId } from './access-token.js';

export type SubjectId = Id<'cus'> | Id<'stf'>;

/** Why a session is over. */
export type SessionEnd = 'logged-out' | 'revoked' | 'token-reused' | 'password-changed' | 'email-changed' | 'account-closed';

/** One device that somebody is logged in on. */
export interface Session {
  readonly id: SessionId;
  readonly subject: SubjectId;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** However much it is used, it ends then. */
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date;
  /** When a second factor was last shown with this login; null when none was. */
  readonly mfaAt: Date | null;
}

/** A refresh token of a session as it is kept. */
export interface KeptRefreshToken {
  readonly issuedAt: Date;
  readonly usedAt: Date | null;
  /** Whether the token that it was exchanged for has been used itself. */
  readonly successorUsed: boolean;
}

/** However often it is refreshed, a session asks for the password again after this time. */
export const SESSION_DAYS = 90;
/** A refresh token that nobody used for so long does not count any more. */
export const IDLE_DAYS = 30;
/**
 * A client that sends two refreshes at once, or lost the answer of the first, gets the same successor for this long: otherwise
 * honest clients would be logged out by bad networks (RFC 9700 §4.14.2 leaves the time to us).
 */
export const LEEWAY_SECONDS = 10;

const DAY_MS = 86_400_000;

export const sessionEnd = (now: Date): Date => new Date(now.getTime() + SESSION_DAYS * DAY_MS);

/**
 * What a presented refresh token leads to. `rotate`: it is exchanged for a new one. `repeat`: it was, a moment ago, and the
 * same successor is answered again. `reused`: somebody kept a token that was used up, so the session is in two hands and
 * ends. `over`: nothing to be had.
 */
export function presented(session: Session, token: KeptRefreshToken, now: Date): 'rotate' | 'repeat' | 'reused' | 'over' {
  if (session.endedAt || session.expiresAt <= now) return 'over';
  if (!token.usedAt) return now.getTime() - token.issuedAt.getTime() < IDLE_DAYS * DAY_MS ? 'rotate' : 'over';
  const sinceUse = now.getTime() - token.usedAt.getTime();
  return sinceUse <= LEEWAY_SECONDS * 1_000 && !token.successorUsed ? 'repeat' : 'reused';
}
