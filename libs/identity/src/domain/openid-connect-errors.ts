import { problem } from '@holdfast/kernel';

const BEGIN_AGAIN = 'Begin again with POST /v1/openid-connect/authorizations.';

export class OpenIdConnectNotConfigured extends problem({
  code: 'openid-connect-not-configured',
  kind: 'not-found',
  title: 'This shop has no login by OpenID Connect',
  about: 'Nobody set it up. `GET /v1/openid-connect/providers` tells which providers there are.',
}) {
  constructor() {
    super('No OpenID provider is configured. Log in with a password.');
  }
}

export class OpenIdConnectRedirectUriUnknown extends problem({
  code: 'openid-connect-redirect-uri-unknown',
  kind: 'refused',
  title: 'The browser may not be sent there',
  about: 'Only the addresses that the shop lists (OIDC_REDIRECT_URIS) are allowed, letter by letter: others would get the answer instead of you.',
}) {
  constructor() {
    super('Use one of the addresses in OIDC_REDIRECT_URIS, exactly as it is written there, or leave redirect_uri out.');
  }
}

export class OpenIdProviderUnavailable extends problem({
  code: 'openid-provider-unavailable',
  kind: 'unavailable',
  title: 'The provider of the login does not answer',
  about: 'It cannot be reached, is too slow, or says what makes no sense. Logging in with a password works all the same.',
}) {
  constructor() {
    super(`The OpenID provider does not answer as it should. Log in with a password, or try again in a moment. ${BEGIN_AGAIN}`, { retry_after: 5 });
  }
}

export class OpenIdConnectRefused extends problem({
  code: 'openid-connect-refused',
  kind: 'refused',
  title: 'The provider did not log you in',
  about: 'You or the provider said no. `error` is its word for the reason (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).',
}) {
  constructor(error: string) {
    super(`The provider answered ${error}. ${BEGIN_AGAIN}`, { error });
  }
}

export class OpenIdConnectAnswerInvalid extends problem({
  code: 'openid-connect-answer-invalid',
  kind: 'refused',
  title: 'What came back from the provider does not count',
  about: 'The answer, or the token that was fetched for it, is not the one that belongs to this login.',
}) {
  constructor() {
    super(`The answer of the provider does not belong to this login. ${BEGIN_AGAIN}`);
  }
}

export class OpenIdConnectEmailUnverified extends problem({
  code: 'openid-connect-email-unverified',
  kind: 'refused',
  title: 'The provider does not vouch for your e-mail address',
  about: 'An account needs a verified address, and the provider names none. Verify yours there, or register here with a password.',
}) {
  constructor() {
    super('The provider names no e-mail address that it has verified. Verify it there, or register here with a password.');
  }
}

export class OpenIdConnectIdentityConflict extends problem({
  code: 'openid-connect-identity-conflict',
  kind: 'conflict',
  title: 'The account belongs to another login of the same provider',
  about: 'Addresses change hands: an account of one person at a provider is not given to the next one. Log in as before and remove the old link.',
}) {
  constructor() {
    super('The account with this address is linked to another login of this provider. Log in as before, remove that link, and try again.');
  }
}

export class ExternalIdentityNotFound extends problem({ code: 'external-identity-not-found', kind: 'not-found', title: 'There is no such login of yours' }) {
  constructor() {
    super('You have no external identity with this id.');
  }
}

export class LastWayIn extends problem({
  code: 'last-way-in',
  kind: 'conflict',
  title: 'You could not log in any more',
  about: 'An account without a password keeps its last external identity. Set a password first: ask for a password reset.',
}) {
  constructor() {
    super('This is your only way to log in. Set a password first (ask for a password reset), then remove it.');
  }
}
