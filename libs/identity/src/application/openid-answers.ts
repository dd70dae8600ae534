import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { InvalidToken } from '../domain/errors.js';
import type { ProvenIdentity } from '../domain/external-identity.js';
import { type AuthorizationId, OpenIdAuthorizations } from '../domain/openid-authorization.js';
import { OpenIdProviderUnavailable } from '../domain/openid-connect-errors.js';
import { OpenIdProvider } from './openid-provider.js';

/** What the provider answered to a login that began here. */
export class OpenIdAnswers {
  constructor(
    private readonly work: UnitOfWork,
    private readonly provider: OpenIdProvider,
    private readonly authorizations: OpenIdAuthorizations,
    private readonly securityLog: SecurityLog,
  ) {}

  /**
   * Whom the provider logged in. Not inside a unit of work: the provider is asked.
   * @throws InvalidToken when the answer belongs to no authorization that waits, which leaves it waiting; else what {@link OpenIdProvider.redeem}
   * throws, and then the authorization is over.
   */
  async take(id: AuthorizationId, secret: string, responseUrl: string): Promise<ProvenIdentity> {
    const mark = await this.provider.markOf(secret, responseUrl);
    try {
      // Committed before the code is redeemed: of many who try at once, one goes to the provider.
      const sealed = mark && (await this.work.run(() => this.authorizations.take(id, mark)));
      if (!sealed) throw new InvalidToken();
      return await this.provider.redeem(sealed, responseUrl);
    } catch (error) {
      if (error instanceof OpenIdProviderUnavailable) throw error;
      await this.securityLog.note({ event: 'login.failed', details: { by: 'openid-connect', authorization: id } });
      throw error;
    }
  }
}
