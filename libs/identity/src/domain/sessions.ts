import type { SessionId } from './access-token.js';
import type { KeptRefreshToken, Session, SessionEnd, SubjectId } from './session.js';

/** From where a session was opened, as its owner will see it in the list. */
export interface Origin {
  readonly device: string | null;
  readonly address: string | null;
}

export interface FoundRefreshToken {
  readonly session: Session;
  readonly token: KeptRefreshToken;
  /** The successor, sealed under the token that it follows: only who presents that one can open it. */
  readonly successor: Buffer | null;
}

/** Sessions and their refresh tokens. Every call needs an active unit of work. */
export abstract class Sessions {
  abstract open(session: Session, origin: Origin, tokenHash: Buffer): Promise<void>;

  /** The session that this token belongs to, locked until the end of the unit of work. */
  abstract find(tokenHash: Buffer): Promise<FoundRefreshToken | undefined>;

  /** Exchanges a token for its successor and notes that the session was used. */
  abstract exchange(id: SessionId, usedHash: Buffer, successorHash: Buffer, successor: Buffer, now: Date): Promise<void>;

  /** Notes that the owner of the session has just proved again who they are; answers whether the session still counts. */
  abstract reauthenticate(id: SessionId, subject: SubjectId, withFactor: boolean): Promise<boolean>;

  /** Notes that a second factor was shown with this login. */
  abstract passFactor(id: SessionId, subject: SubjectId): Promise<void>;

  /** Ends one session of its owner; answers whether there was one to end. */
  abstract end(id: SessionId, subject: SubjectId, why: SessionEnd): Promise<boolean>;

  /** Ends all sessions of somebody, except one perhaps, and logins that wait for their second factor. */
  abstract endAll(subject: SubjectId, why: SessionEnd, except?: SessionId): Promise<void>;
}
