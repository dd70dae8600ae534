import type { AnswerMark, KeptAuthorization } from '../domain/openid-authorization.js';
import type { ProvenIdentity } from '../domain/external-identity.js';

/** A login that began. */
export interface BegunAuthorization {
  /** Where the browser goes now. */
  readonly url: string;
  /** Stays with whoever began, and nowhere else. */
  readonly secret: string;
  readonly kept: KeptAuthorization;
}

/** What the client shows on its button. */
export interface ProviderView {
  readonly name: string;
  readonly issuer: string;
}

/**
 * The OpenID provider, asked by its relying party (OpenID Connect Core 1.0, authorization code flow with PKCE). Asks over the network, so never
 * inside a unit of work.
 */
export abstract class OpenIdProvider {
  /** The providers that are configured: none or one. */
  abstract providers(): readonly ProviderView[];

  /** @throws OpenIdConnectNotConfigured, OpenIdConnectRedirectUriUnknown, OpenIdProviderUnavailable */
  abstract begin(redirectUri: string | undefined): Promise<BegunAuthorization>;

  /**
   * To which authorization an answer belongs; undefined where it can belong to none. Waits until the provider is known, so that nothing is used
   * up in vain. @throws OpenIdConnectNotConfigured, OpenIdProviderUnavailable
   */
  abstract markOf(secret: string, responseUrl: string): Promise<AnswerMark | undefined>;

  /**
   * Exchanges the code of the answer for an ID token and checks it.
   * @throws OpenIdConnectRefused when the provider said no; OpenIdConnectAnswerInvalid; OpenIdProviderUnavailable
   */
  abstract redeem(sealed: Buffer, responseUrl: string): Promise<ProvenIdentity>;
}
