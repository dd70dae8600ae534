import { EnvironmentError, type Settings } from '@holdfast/config';
import type { OpenIdConnectSettings } from '@holdfast/identity';

type OpenIdConnectEnv = Pick<Settings, 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'OIDC_REDIRECT_URIS' | 'OIDC_SCOPES' | 'OIDC_NAME'>;

const NEEDED = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_REDIRECT_URIS'] as const;

/** The OpenID provider of the environment, or none. @throws EnvironmentError when it is set up by half */
export function openIdConnectOf(env: OpenIdConnectEnv): OpenIdConnectSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_REDIRECT_URIS: redirectUris } = env;
  const { OIDC_SCOPES: scopes, OIDC_NAME: name } = env;
  if (issuer && clientId && redirectUris) return { issuer, clientId, clientSecret, redirectUris, scopes, name };
  if (!issuer && !clientId && !redirectUris && !clientSecret && !name) return undefined;
  const missing = NEEDED.filter((setting) => !env[setting]);
  throw new EnvironmentError([`OpenID Connect is set up by half: set ${missing.join(' and ')} too, or none of the OIDC_… settings.`]);
}
