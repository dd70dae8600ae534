import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from '@holdfast/platform';
import { AccountLetters } from './account-letters.js';
import { ACCOUNTS_CONTROLLERS, ACCOUNTS_PROVIDERS } from './accounts.providers.js';
import { AdministratorSecret } from './adapters/environment/administrator-key.js';
import { PassportAccessGuard } from './adapters/http/passport-access.guard.js';
import { PolicyCheck } from './adapters/http/policy-check.js';
import { ClearAccountsProcessor } from './adapters/jobs/clear-accounts.processor.js';
import { CarryOutDueErasures, WriteDataExports } from './adapters/jobs/privacy.schedules.js';
import { OpenIdConnectConfiguration, type OpenIdConnectSettings } from './adapters/openid-connect/openid-connect-settings.js';
import { PostgresIdentity } from './adapters/persistence/postgres-identity.js';
import { API_KEYS_CONTROLLERS, API_KEYS_PROVIDERS } from './api-keys.providers.js';
import { LoginListeners } from './application/login-listeners.js';
import { OpenIdProvider } from './application/openid-provider.js';
import { StaffMfaRule } from './domain/second-factor.js';
import { Identity } from './identity.js';
import { OPENID_CONNECT_CONTROLLERS, OPENID_CONNECT_PROVIDERS } from './openid-connect.providers.js';
import { PRIVACY_CONTROLLERS, PRIVACY_PROVIDERS } from './privacy.providers.js';
import { SECOND_FACTORS_CONTROLLERS, SECOND_FACTORS_PROVIDERS } from './second-factors.providers.js';
import { SESSIONS_CONTROLLERS, SESSIONS_PROVIDERS } from './sessions.providers.js';
import { STAFF_CONTROLLERS, STAFF_PROVIDERS } from './staff.providers.js';

export interface IdentitySettings {
  /** A secret API key with all scopes, made known when the process starts: HOLDFAST_ADMIN_KEY. */
  readonly adminKey?: string;
  /** Whether members of staff may do nothing before they have a second factor: STAFF_MFA_REQUIRED. */
  readonly staffMfaRequired?: boolean;
  /** Where customers can log in other than with a password: OIDC_ISSUER and its companions. */
  readonly openIdConnect?: OpenIdConnectSettings;
}

@Global()
@Module({})
export class IdentityModule {
  static forRoot({ adminKey, staffMfaRequired = true, openIdConnect }: IdentitySettings = {}): DynamicModule {
    return {
      module: IdentityModule,
      providers: [
        { provide: Identity, useClass: PostgresIdentity },
        { provide: AdministratorSecret, useValue: new AdministratorSecret(adminKey) },
        { provide: StaffMfaRule, useValue: new StaffMfaRule(staffMfaRequired) },
        { provide: OpenIdConnectConfiguration, useValue: new OpenIdConnectConfiguration(openIdConnect) },
        ...SESSIONS_PROVIDERS,
        ...ACCOUNTS_PROVIDERS,
        ...API_KEYS_PROVIDERS,
        ...STAFF_PROVIDERS,
        ...SECOND_FACTORS_PROVIDERS,
        ...OPENID_CONNECT_PROVIDERS,
        ...PRIVACY_PROVIDERS,
      ],
      exports: [StaffMfaRule, Identity, AccountLetters, LoginListeners, OpenIdProvider],
    };
  }
}

/** The guard of every route, and the routes for accounts and API keys. */
@Module({
  controllers: [
    ...SESSIONS_CONTROLLERS,
    ...ACCOUNTS_CONTROLLERS,
    ...API_KEYS_CONTROLLERS,
    ...STAFF_CONTROLLERS,
    ...SECOND_FACTORS_CONTROLLERS,
    ...OPENID_CONNECT_CONTROLLERS,
    ...PRIVACY_CONTROLLERS,
  ],
  providers: [PolicyCheck, { provide: AccessGuard, useClass: PassportAccessGuard }, { provide: APP_GUARD, useExisting: AccessGuard }],
})
export class IdentityHttpModule {}

/** What workers do: clear away what has served its time, write documents of what is known about customers, and forget them. */
@Module({ providers: [ClearAccountsProcessor, WriteDataExports, CarryOutDueErasures] })
export class IdentityJobsModule {}
