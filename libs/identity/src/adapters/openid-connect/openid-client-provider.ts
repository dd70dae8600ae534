import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { UnitOfWork } from '@holdfast/kernel';
import { hashToken, LOGGER, newSecretToken, PLATFORM_SETTINGS, type PlatformSettings, Sealed } from '@holdfast/platform';
import {
  authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, type Configuration, fetchUserInfo, type IDToken, randomNonce,
  randomPKCECodeVerifier, randomState, type UserInfoResponse,
} from 'openid-client';
import { type BegunAuthorization, OpenIdProvider, type ProviderView } from '../../application/openid-provider.js';
import type { ProvenIdentity } from '../../domain/external-identity.js';
import type { AnswerMark } from '../../domain/openid-authorization.js';
import { OpenIdConnectAnswerInvalid, OpenIdConnectNotConfigured, OpenIdConnectRedirectUriUnknown } from '../../domain/openid-connect-errors.js';
import { provenIdentity } from './claims.js';
import { DiscoveredProvider } from './discovered-provider.js';
import { OpenIdConnectConfiguration, type OpenIdConnectSettings } from './openid-connect-settings.js';
import { codeOf, discoveryFailure, redeemFailure } from './provider-failure.js';

interface Kept {
  readonly verifier: string;
  readonly nonce: string;
}

/**
 * OpenID Connect Core 1.0 with openid-client: state, nonce and PKCE (S256) always; `iss` of the answer is checked where the provider sends it
 * or says that it does (RFC 9207).
 */
@Injectable()
export class OpenIdClientProvider extends OpenIdProvider {
  readonly #settings: OpenIdConnectSettings | undefined;
  readonly #discovered: DiscoveredProvider | undefined;
  readonly #sealed: Sealed;

  constructor(
    { settings }: OpenIdConnectConfiguration,
    @Inject(PLATFORM_SETTINGS) { secret }: PlatformSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly work: UnitOfWork,
  ) {
    super();
    this.#settings = settings;
    this.#discovered = settings && new DiscoveredProvider(settings);
    this.#sealed = new Sealed(secret, 'openid-connect');
  }

  providers(): readonly ProviderView[] {
    return this.#settings ? [{ name: this.#settings.name ?? new URL(this.#settings.issuer).hostname, issuer: this.#settings.issuer }] : [];
  }

  async begin(asked: string | undefined): Promise<BegunAuthorization> {
    if (!this.#settings) throw new OpenIdConnectNotConfigured();
    const { redirectUris, scopes } = this.#settings;
    const redirectUri = asked ?? redirectUris[0]!;
    if (!redirectUris.includes(redirectUri)) throw new OpenIdConnectRedirectUriUnknown();
    const configuration = await this.#configuration();
    const [secret, state, nonce, verifier] = [newSecretToken(), randomState(), randomNonce(), randomPKCECodeVerifier()];
    const url = authorizationUrl(configuration, {
      redirect_uri: redirectUri, scope: scopes, state, nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    });
    const sealed = this.#sealed.seal(Buffer.from(JSON.stringify({ verifier, nonce } satisfies Kept)));
    return { url: url.href, secret, kept: { redirectUri, secretHash: hashToken(secret), stateHash: hashToken(state), sealed } };
  }

  async markOf(secret: string, responseUrl: string): Promise<AnswerMark | undefined> {
    if (!this.#settings) throw new OpenIdConnectNotConfigured();
    await this.#configuration();
    if (!URL.canParse(responseUrl)) return undefined;
    const url = new URL(responseUrl);
    const [state, ...more] = url.searchParams.getAll('state');
    if (state === undefined || more.length > 0) return undefined;
    url.search = url.hash = '';
    return { redirectUri: url.href, secretHash: hashToken(secret), stateHash: hashToken(state) };
  }

  async redeem(sealed: Buffer, responseUrl: string): Promise<ProvenIdentity> {
    const configuration = await this.#configuration();
    const { verifier, nonce } = this.#opened(sealed);
    const answer = new URL(responseUrl);
    try {
      const tokens = await authorizationCodeGrant(configuration, answer, {
        pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: answer.searchParams.get('state')!, idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      return provenIdentity(claims, await userInfo(configuration, tokens.access_token, claims));
    } catch (error) {
      throw this.#noted(error, redeemFailure(error));
    }
  }

  async #configuration(): Promise<Configuration> {
    if (this.work.active) throw new Error('The OpenID provider is not asked inside a unit of work');
    try {
      return await this.#discovered!.configuration();
    } catch (error) {
      throw this.#noted(error, discoveryFailure());
    }
  }

  /** What was sealed under another HOLDFAST_SECRET belongs to a login that has to begin again. */
  #opened(sealed: Buffer): Kept {
    try {
      return JSON.parse(this.#sealed.open(sealed).toString('utf8')) as Kept;
    } catch {
      throw new OpenIdConnectAnswerInvalid();
    }
  }

  #noted<E extends Error>(error: unknown, failure: E): E {
    this.logger.warn({ reason: codeOf(error), answered: failure.name }, 'OpenID Connect failed');
    return failure;
  }
}

function authorizationUrl(configuration: Configuration, parameters: Record<string, string>): URL {
  try {
    return buildAuthorizationUrl(configuration, parameters);
  } catch {
    throw discoveryFailure();
  }
}

/** Most providers tell the address only there (OpenID Connect Core §5.4). The subject has to be the one of the ID token (§5.3.2). */
async function userInfo(configuration: Configuration, accessToken: string, { sub, ...claims }: IDToken): Promise<UserInfoResponse | undefined> {
  if (claims['email'] !== undefined || !configuration.serverMetadata().userinfo_endpoint) return undefined;
  return fetchUserInfo(configuration, accessToken, sub);
}
