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
  title: 'A key cannot give away more than it has',
  about: 'Whoever creates or rotates an API key needs every scope of that key. `missing_scopes` names those that are missing.',
}) {
  constructor(missing: readonly string[]) {
    super(`Your own key does not have ${missing.join(', ')}.`, { missing_scopes: missing });
  }
}
