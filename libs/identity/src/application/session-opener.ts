import { Clock, DomainError, isId, newId, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { AccessTokens } from '../domain/access-token.js';
import { sessionEnd, type SubjectId } from '../domain/session.js';
import { type Origin, Sessions } from '../domain/sessions.js';
import type { BroughtCart } from '../login-listener.js';
import { LoginListeners } from './login-listeners.js';
import { type CartAtLogin, RefreshTokens, type SessionTokens } from './session-tokens.js';

/** Opens the session of somebody who has just proved who they are, in whatever way. */
export class SessionOpener {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    private readonly listeners: LoginListeners,
    private readonly securityLog: SecurityLog,
  ) {}

  /**
   * What `also` does is committed together with the session. `withFactor`: a second factor was shown as well. The claim of the cart that somebody
   * brings along is committed with it too if it can be claimed: whatever becomes of it, the session is opened.
   */
  async open(subject: SubjectId, origin: Origin, also: () => Promise<void> = async () => undefined, withFactor = false, brought?: BroughtCart): Promise<SessionTokens> {
    const now = this.clock.now();
    const id = newId('ses');
    const session = { id, subject, createdAt: now, lastUsedAt: now, expiresAt: sessionEnd(now), endedAt: null, authenticatedAt: now, mfaAt: withFactor ? now : null };
    const refresh = this.refreshTokens.make();
    const cart = await this.work.run(async () => {
      await also();
      await this.sessions.open(session, origin, refresh.hash);
      this.work.record([{ type: 'identity.session-opened.v1', subject: id, version: 1, payload: { subject_id: subject } }]);
      await this.securityLog.note({ event: 'session.opened', actor: subject, subject, details: { session: id } });
      return brought && this.#claim(subject, brought);
    });
    const { token, expiresIn } = await this.accessTokens.issue({ subject, session: id });
    return { session: id, subject, accessToken: token, expiresIn, refreshToken: refresh.token, sessionExpiresAt: session.expiresAt, cart };
  }

  async #claim(subject: SubjectId, brought: BroughtCart): Promise<CartAtLogin> {
    if (!isId('cus', subject)) return { status: 'not-claimed', id: null, reason: 'customers-only' };
    const outcome = await this.work.attempt(() => this.listeners.cartBrought(subject, brought));
    if (outcome.ok) return { ...outcome.value, reason: null };
    const { error } = outcome;
    const reason = error instanceof DomainError ? error.problem.code : undefined;
    if (!reason) this.listeners.cartLost(error);
    return { status: 'not-claimed', id: isId('cart', brought.id) ? brought.id : null, reason: reason ?? 'failed' };
  }
}
