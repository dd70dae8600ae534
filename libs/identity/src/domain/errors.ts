import { problem } from '@holdfast/kernel';

export class ApiKeyNotFound extends problem({
  code: 'api-key-not-found',
  kind: 'not-found',
  title: 'There is no such API key',
}) {
  constructor() {
    super('There is no API key with this id.');
  }
}

export class ApiKeyNotActive extends problem({
  code: 'api-key-not-active',
  kind: 'conflict',
  title: 'The API key is revoked or expired',
  about: 'A key that has ended stays ended. Create a new one.',
}) {
  constructor() {
    super('The key is revoked or expired. Create a new one.');
  }
}

export class ExpiryInThePast extends problem({
  code: 'api-key-expiry-in-the-past',
  kind: 'refused',
  title: 'The API key would be expired from the start',
}) {
  constructor() {
    super('expires_at must lie in the future.');
  }
}

export class ScopeNotHeld extends problem({
  code: 'scope-not-held',
  kind: 'forbidden',
  title: 'Nobody gives away more than they have',
  about: 'Whoever makes an API key or a role, or decides about who has one, needs every scope of it. `missing_scopes` names those that are missing.',
}) {
  constructor(missing: readonly string[]) {
    super(`You do not have ${missing.join(', ')} yourself.`, { missing_scopes: missing });
  }
}

export class PasswordTooShort extends problem({
  code: 'password-too-short',
  kind: 'refused',
  title: 'The password is too short',
  about: 'Length is what counts: a few words that only you would put together. Any character is welcome and none is required.',
}) {
  constructor(min: number) {
    super(`Use at least ${min} characters: a few words that only you would put together.`, { min_length: min });
  }
}

export class PasswordTooLong extends problem({ code: 'password-too-long', kind: 'refused', title: 'The password is too long' }) {
  constructor(max: number) {
    super(`Use at most ${max} characters.`, { max_length: max });
  }
}

export class PasswordTooCommon extends problem({
  code: 'password-too-common',
  kind: 'refused',
  title: 'The password is among the first to be guessed',
  about: 'It is made of common words, a run on the keyboard, a repetition, or of what is known about you. Put together words that have nothing to do with each other.',
}) {
  constructor() {
    super('Others would guess it: it consists of common words, a run on the keyboard, a repetition, or of your name or address.');
  }
}

export class PasswordsBusy extends problem({
  code: 'login-busy',
  kind: 'unavailable',
  title: 'Too many people log in at this moment',
  about: 'Checking a password is expensive on purpose, and a storm of logins must not slow the shop down. Try again after `Retry-After`.',
}) {
  constructor() {
    super('Too many logins are under way. Try again in a moment.', { retry_after: 2 });
  }
}

export class InvalidCredentials extends problem({
  code: 'invalid-credentials',
  kind: 'unauthenticated',
  title: 'Address and password do not belong together',
  about: 'Nobody learns whether the address has an account. Check both, or ask for a new password.',
}) {
  constructor() {
    super('No active account has this address with this password.');
  }
}

export class InvalidRefreshToken extends problem({
  code: 'invalid-refresh-token',
  kind: 'unauthenticated',
  title: 'The refresh token does not count',
  about: 'It is unknown, used up, or of a session that ended. Log in again. A used token that is shown again ends its session, because it is in two hands.',
}) {
  constructor() {
    super('The refresh token is unknown, used up, or of a session that ended. Log in again.');
  }
}

export class InvalidToken extends problem({
  code: 'invalid-token',
  kind: 'refused',
  title: 'The link does not count any more',
  about: 'It is unknown, was used, or is too old. Ask for a new one.',
}) {
  constructor() {
    super('The link is unknown, was used, or is too old. Ask for a new one.');
  }
}

export class SessionNotFound extends problem({ code: 'session-not-found', kind: 'not-found', title: 'There is no such session' }) {
  constructor() {
    super('You have no session with this id.');
  }
}
