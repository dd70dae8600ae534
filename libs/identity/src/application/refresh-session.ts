import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { AccessTokens } from '../domain/access-token.js';
import { InvalidRefreshToken } from '../domain/errors.js';
import { presented, type Session } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';
import { RefreshTokens, type SessionTokens } from './session-tokens.js';

/**
 * Exchanges a refresh token for its successor and a fresh access token. A token that is shown again long after it was used ends
 * its session (RFC 9700 §4.14.2). @throws InvalidRefreshToken
 */
export class RefreshSession extends Command<SessionTokens> {
  constructor(readonly token: string) {
    super();
  }
}

@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ token: shown }: RefreshSession): Promise<SessionTokens> {
    const exchanged = await this.work.run(() => this.#exchange(shown));
    // Thrown outside: what was noted about a token in two hands has to stay.
    if (!exchanged) throw new InvalidRefreshToken();
    const { session, refreshToken } = exchanged;
    const { token, expiresIn } = await this.accessTokens.issue({ subject: session.subject, session: session.id });
    return { session: session.id, subject: session.subject, accessToken: token, expiresIn, refreshToken, sessionExpiresAt: session.expiresAt };
  }

  async #exchange(shown: string): Promise<{ session: Session; refreshToken: string } | undefined> {
    const hash = this.refreshTokens.hash(shown);
    const found = await this.sessions.find(hash);
    if (!found) return undefined;
    const { session, token, successor } = found;
    const now = this.clock.now();
    const outcome = presented(session, token, now);
    if (outcome === 'repeat') return { session, refreshToken: this.refreshTokens.open(shown, successor!) };
    if (outcome === 'reused') {
      await this.sessions.end(session.id, session.subject, 'token-reused');
      this.work.record([{ type: 'identity.refresh-token-reused.v1', subject: session.id, version: 2, payload: { subject_id: session.subject } }]);
      await this.securityLog.note({ event: 'refresh-token.reused', subject: session.subject, details: { session: session.id } });
    }
    if (outcome !== 'rotate') return undefined;
    const next = this.refreshTokens.make();
    await this.sessions.exchange(session.id, hash, next.hash, this.refreshTokens.seal(shown, next.token), now);
    return { session, refreshToken: next.token };
  }
}
