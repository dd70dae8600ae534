import { Injectable } from '@nestjs/common';
import { Clock, newId, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { AccessTokens } from '../domain/access-token.js';
import { sessionEnd, type SubjectId } from '../domain/session.js';
import { type Origin, Sessions } from '../domain/sessions.js';
import { RefreshTokens, type SessionTokens } from './session-tokens.js';

/** Opens the session of somebody who has just proved who they are, in whatever way. */
@Injectable()
export class SessionOpener {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    private readonly securityLog: SecurityLog,
  ) {}

  /** What `also` does is committed together with the session. `withFactor`: a second factor was shown as well. */
  async open(subject: SubjectId, origin: Origin, also: () => Promise<void> = async () => undefined, withFactor = false): Promise<SessionTokens> {
    const now = this.clock.now();
    const id = newId('ses');
    const session = { id, subject, createdAt: now, lastUsedAt: now, expiresAt: sessionEnd(now), endedAt: null, authenticatedAt: now, mfaAt: withFactor ? now : null };
    const refresh = this.refreshTokens.make();
    await this.work.run(async () => {
      await also();
      await this.sessions.open(session, origin, refresh.hash);
      this.work.record([{ type: 'identity.session-opened.v1', subject: id, version: 1, payload: { subject_id: subject } }]);
      await this.securityLog.note({ event: 'session.opened', actor: subject, subject, details: { session: id } });
    });
    const { token, expiresIn } = await this.accessTokens.issue({ subject, session: id });
    return { session: id, subject, accessToken: token, expiresIn, refreshToken: refresh.token, sessionExpiresAt: session.expiresAt };
  }
}
