/** One OpenID provider, found by discovery (OpenID Connect Discovery 1.0 §4). */
export interface OpenIdConnectSettings {
  /** As the provider writes it, a slash at its end included. */
  readonly issuer: string;
  readonly clientId: string;
  /** None for a public client. */
  readonly clientSecret?: string | undefined;
  /** Where browsers may be sent back to, letter by letter. The first one is taken when a client names none. */
  readonly redirectUris: readonly string[];
  readonly scopes: string;
  /** What a button shows; the host of the issuer when there is none. */
  readonly name?: string | undefined;
}

/** The settings, or none: injected, so that the provider can tell that it is not configured. */
export class OpenIdConnectConfiguration {
  constructor(readonly settings?: OpenIdConnectSettings) {}
}
