import type { Provider } from '@nestjs/common';
import { RandomSecrets } from './adapters/crypto/random-secrets.js';
import { AdministratorKey } from './adapters/environment/administrator-key.js';
import { ApiKeysController } from './adapters/http/api-keys.controller.js';
import { ListApiKeysHandler } from './adapters/persistence/list-api-keys.handler.js';
import { MikroApiKeys } from './adapters/persistence/mikro-api-keys.js';
import { CreateApiKeyHandler } from './application/create-api-key.js';
import { EnsureAdministratorKeyHandler } from './application/ensure-administrator-key.js';
import { RevokeApiKeyHandler } from './application/revoke-api-key.js';
import { RotateApiKeyHandler } from './application/rotate-api-key.js';
import { ApiKeys } from './domain/api-keys.js';
import { Secrets } from './domain/secret.js';

/** API keys of machines. */
export const API_KEYS_PROVIDERS: Provider[] = [
  { provide: ApiKeys, useClass: MikroApiKeys },
  { provide: Secrets, useClass: RandomSecrets },
  AdministratorKey, EnsureAdministratorKeyHandler, CreateApiKeyHandler, ListApiKeysHandler, RevokeApiKeyHandler, RotateApiKeyHandler,
];

export const API_KEYS_CONTROLLERS = [ApiKeysController];
