import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from '@holdfast/platform';
import { RandomSecrets } from './adapters/crypto/random-secrets.js';
import { AdministratorKey, AdministratorSecret } from './adapters/environment/administrator-key.js';
import { ApiKeysController } from './adapters/http/api-keys.controller.js';
import { PassportAccessGuard } from './adapters/http/passport-access.guard.js';
import { PolicyCheck } from './adapters/http/policy-check.js';
import { ListApiKeysHandler } from './adapters/persistence/list-api-keys.handler.js';
import { MikroApiKeys } from './adapters/persistence/mikro-api-keys.js';
import { PostgresIdentity } from './adapters/persistence/postgres-identity.js';
import { CreateApiKeyHandler } from './application/create-api-key.js';
import { EnsureAdministratorKeyHandler } from './application/ensure-administrator-key.js';
import { RevokeApiKeyHandler } from './application/revoke-api-key.js';
import { RotateApiKeyHandler } from './application/rotate-api-key.js';
import { ApiKeys } from './domain/api-keys.js';
import { Secrets } from './domain/secret.js';
import { Identity } from './identity.js';

export interface IdentitySettings {
  /** A secret API key with all scopes, made known when the process starts: HOLDFAST_ADMIN_KEY. */
  readonly adminKey?: string;
}

@Global()
@Module({})
export class IdentityModule {
  static forRoot({ adminKey }: IdentitySettings = {}): DynamicModule {
    return {
      module: IdentityModule,
      providers: [
        { provide: Identity, useClass: PostgresIdentity },
        { provide: ApiKeys, useClass: MikroApiKeys },
        { provide: Secrets, useClass: RandomSecrets },
        { provide: AdministratorSecret, useValue: new AdministratorSecret(adminKey) },
        AdministratorKey, CreateApiKeyHandler, EnsureAdministratorKeyHandler, ListApiKeysHandler, RevokeApiKeyHandler, RotateApiKeyHandler,
      ],
      exports: [Identity],
    };
  }
}

/** The guard of every route, and the routes for API keys. */
@Module({
  controllers: [ApiKeysController],
  providers: [PolicyCheck, { provide: AccessGuard, useClass: PassportAccessGuard }, { provide: APP_GUARD, useExisting: AccessGuard }],
})
export class IdentityHttpModule {}
