import {
  allowInsecureRequests, type ClientAuth, ClientSecretBasic, ClientSecretPost, type Configuration, customFetch, discovery,
  enableNonRepudiationChecks, None,
} from 'openid-client';
import { boundedFetch, isLoopback } from './bounded-fetch.js';
import type { OpenIdConnectSettings } from './openid-connect-settings.js';

/** How long the metadata of the provider is taken as known. Its keys have a shorter cache of their own, in openid-client. */
const KNOWN_MS = 3_600_000;
/** For each request to the provider. */
export const TIMEOUT_SECONDS = 5;

/** The metadata of the provider: asked for when it is needed, by one request at a time; a failure is not remembered. */
export class DiscoveredProvider {
  #known?: { readonly configuration: Configuration; readonly since: number };
  #asking?: Promise<Configuration>;

  constructor(private readonly settings: OpenIdConnectSettings) {}

  /** @throws what openid-client throws */
  async configuration(): Promise<Configuration> {
    if (this.#known && Date.now() - this.#known.since < KNOWN_MS) return this.#known.configuration;
    this.#asking ??= this.#discover().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    const configuration = await discovery(server, clientId, undefined, authentication(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      [customFetch]: boundedFetch,
      // openid-client trusts TLS for the code flow (OpenID Connect Core §3.1.3.7, 6); we check signatures all the same.
      execute: [enableNonRepudiationChecks, ...(isLoopback(server) && server.protocol === 'http:' ? [allowInsecureRequests] : [])],
    });
    this.#known = { configuration, since: Date.now() };
    return configuration;
  }
}

/** As the provider wants it; without a word from it, HTTP Basic (OpenID Connect Discovery 1.0 §3). */
function authentication(secret: string | undefined): ClientAuth {
  if (secret === undefined) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const takesBasic = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true;
    (takesBasic ? basic : post)(server, ...rest);
  };
}
