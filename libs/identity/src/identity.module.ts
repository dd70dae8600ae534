import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Clock, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { AccessGuard, made, PLATFORM_SETTINGS, type PlatformSettings, Sealed } from '@holdfast/platform';
import { AccountLetters } from './account-letters.js';
import { Argon2Passwords } from './adapters/crypto/argon2-passwords.js';
import { DerivedLinkTokens } from './adapters/crypto/derived-link-tokens.js';
import { JwtAccessTokens } from './adapters/crypto/jwt-access-tokens.js';
import { RandomRefreshTokens } from './adapters/crypto/random-refresh-tokens.js';
import { RandomSecrets } from './adapters/crypto/random-secrets.js';
import { AdministratorKey, AdministratorSecret } from './adapters/environment/administrator-key.js';
import { AddressesController } from './adapters/http/addresses.controller.js';
import { AdminCustomersController } from './adapters/http/admin-customers.controller.js';
import { ApiKeysController } from './adapters/http/api-keys.controller.js';
import { CustomersController } from './adapters/http/customers.controller.js';
import { EmailChangesController } from './adapters/http/email-changes.controller.js';
import { ErasuresController } from './adapters/http/erasures.controller.js';
import { MeController } from './adapters/http/me.controller.js';
import { PassportAccessGuard } from './adapters/http/passport-access.guard.js';
import { PasswordResetsController } from './adapters/http/password-resets.controller.js';
import { PolicyCheck } from './adapters/http/policy-check.js';
import { PrivacyController } from './adapters/http/privacy.controller.js';
import { SessionsController } from './adapters/http/sessions.controller.js';
import { CarryOutDueErasures, WriteDataExports } from './adapters/jobs/privacy.schedules.js';
import { IdentityPersonalData } from './adapters/persistence/personal-data.js';
import { PostgresAccountLetters } from './adapters/persistence/postgres-account-letters.js';
import { ClearAccountsProcessor } from './adapters/jobs/clear-accounts.processor.js';
import { GetAddressHandler, ListAddressesHandler } from './adapters/persistence/address-views.handlers.js';
import { ListCustomersHandler, ViewCustomerHandler } from './adapters/persistence/customer-views.handlers.js';
import { ListApiKeysHandler } from './adapters/persistence/list-api-keys.handler.js';
import { ListSessionsHandler } from './adapters/persistence/list-sessions.handler.js';
import { MikroApiKeys } from './adapters/persistence/mikro-api-keys.js';
import { PostgresAccountRecords } from './adapters/persistence/postgres-account-records.js';
import { PostgresAddressBooks } from './adapters/persistence/postgres-address-books.js';
import { PostgresCredentials } from './adapters/persistence/postgres-credentials.js';
import { PostgresCustomers } from './adapters/persistence/postgres-customers.js';
import { PostgresDataExports } from './adapters/persistence/postgres-data-exports.js';
import { PostgresDataSubjects } from './adapters/persistence/postgres-data-subjects.js';
import { PostgresErasures } from './adapters/persistence/postgres-erasures.js';
import { PostgresEmailChanges } from './adapters/persistence/postgres-email-changes.js';
import { PostgresIdentity } from './adapters/persistence/postgres-identity.js';
import { PostgresPasswordChanges, PostgresPasswordResets } from './adapters/persistence/postgres-password-resets.js';
import { PostgresRegistrations } from './adapters/persistence/postgres-registrations.js';
import { PostgresSessions } from './adapters/persistence/postgres-sessions.js';
import { PostgresSigningKeys } from './adapters/persistence/postgres-signing-keys.js';
import { AddAddressHandler } from './application/add-address.js';
import { AccountRecords, ClearAccountsHandler } from './application/clear-accounts.js';
import { CarryOutErasuresHandler } from './application/carry-out-erasures.js';
import { ChangePasswordHandler } from './application/change-password.js';
import { ConfirmEmailChangeHandler } from './application/confirm-email-change.js';
import { ConfirmPasswordResetHandler } from './application/confirm-password-reset.js';
import { ConfirmRegistrationHandler } from './application/confirm-registration.js';
import { CreateApiKeyHandler } from './application/create-api-key.js';
import { DescribeCustomerHandler } from './application/describe-customer.js';
import { DisableCustomerHandler } from './application/disable-customer.js';
import { EnableCustomerHandler } from './application/enable-customer.js';
import { EndSessionHandler } from './application/end-session.js';
import { EnsureAdministratorKeyHandler } from './application/ensure-administrator-key.js';
import { GetCustomerHandler } from './application/get-customer.js';
import { GetDataExportContentHandler, GetDataExportHandler } from './application/get-data-export.js';
import { GetErasureHandler } from './application/get-erasure.js';
import { RequestDataExportHandler } from './application/request-data-export.js';
import { RequestErasureHandler } from './application/request-erasure.js';
import { ForgetDataExportsHandler, WriteDataExportHandler } from './application/write-data-exports.js';
import { LinkTokens } from './application/link-tokens.js';
import { LogInHandler } from './application/log-in.js';
import { PasswordReplacer } from './application/password-replacer.js';
import { ReauthenticateHandler } from './application/reauthenticate.js';
import { RefreshSessionHandler } from './application/refresh-session.js';
import { RegisterCustomerHandler } from './application/register-customer.js';
import { RemoveAddressHandler } from './application/remove-address.js';
import { ReplaceAddressHandler } from './application/replace-address.js';
import { RequestEmailChangeHandler } from './application/request-email-change.js';
import { RequestPasswordResetHandler } from './application/request-password-reset.js';
import { RevokeApiKeyHandler } from './application/revoke-api-key.js';
import { RotateApiKeyHandler } from './application/rotate-api-key.js';
import { LoginListeners } from './application/login-listeners.js';
import { SessionOpener } from './application/session-opener.js';
import { RefreshTokens } from './application/session-tokens.js';
import { AccessTokens } from './domain/access-token.js';
import { ApiKeys } from './domain/api-keys.js';
import { AddressBooks } from './domain/address-book.js';
import { Credentials } from './domain/credentials.js';
import { Customers } from './domain/customer.js';
import { DataExports } from './domain/data-export.js';
import { DataSubjects } from './domain/data-subjects.js';
import { Erasures } from './domain/erasure.js';
import { EmailChanges } from './domain/email-change.js';
import { Passwords } from './domain/password.js';
import { PasswordChanges } from './domain/password-change.js';
import { PasswordResets } from './domain/password-reset.js';
import { Registrations } from './domain/registration.js';
import { OtpauthCodes } from './adapters/crypto/otpauth-codes.js';
import { MfaChallengesController } from './adapters/http/mfa-challenges.controller.js';
import { CustomerFactorsController, StaffFactorsController } from './adapters/http/mfa-factors.controller.js';
import { RolesController } from './adapters/http/roles.controller.js';
import { StaffController } from './adapters/http/staff.controller.js';
import { StaffMeController } from './adapters/http/staff-me.controller.js';
import { ListFactorsHandler } from './adapters/persistence/list-factors.handler.js';
import { PostgresChallenges } from './adapters/persistence/postgres-challenges.js';
import { PostgresFactors } from './adapters/persistence/postgres-factors.js';
import { PostgresRoles } from './adapters/persistence/postgres-roles.js';
import { PostgresStaff } from './adapters/persistence/postgres-staff.js';
import { GetRoleHandler, ListRolesHandler } from './adapters/persistence/read-roles.handlers.js';
import { GetStaffHandler, ListStaffHandler } from './adapters/persistence/read-staff.handlers.js';
import { AcceptInvitationHandler } from './application/accept-invitation.js';
import { BeginFactorHandler } from './application/begin-factor.js';
import { ChallengeOpener } from './application/challenge-opener.js';
import { ChangeRoleHandler } from './application/change-role.js';
import { ChangeStaffPasswordHandler } from './application/change-staff-password.js';
import { ChangeStaffHandler } from './application/change-staff.js';
import { ConfirmFactorHandler } from './application/confirm-factor.js';
import { DefineRoleHandler } from './application/define-role.js';
import { FactorCheck } from './application/factor-check.js';
import { InviteAgainHandler } from './application/invite-again.js';
import { InviteStaffHandler } from './application/invite-staff.js';
import { Inviter } from './application/inviter.js';
import { RemoveFactorHandler } from './application/remove-factor.js';
import { RemoveRoleHandler } from './application/remove-role.js';
import { ResetFactorsHandler } from './application/reset-factors.js';
import { VerifyChallengeHandler } from './application/verify-challenge.js';
import { Roles } from './domain/roles.js';
import { Challenges, Factors, OneTimeCodes, StaffMfaRule } from './domain/second-factor.js';
import { StaffMembers } from './domain/staff.js';
import { Secrets } from './domain/secret.js';
import { Sessions } from './domain/sessions.js';
import { SigningKeys } from './domain/signing-keys.js';
import { ExternalIdentitiesController } from './adapters/http/external-identities.controller.js';
import { OpenIdConnectController } from './adapters/http/openid-connect.controller.js';
import { OpenIdClientProvider } from './adapters/openid-connect/openid-client-provider.js';
import { OpenIdConnectConfiguration, type OpenIdConnectSettings } from './adapters/openid-connect/openid-connect-settings.js';
import { ListExternalIdentitiesHandler } from './adapters/persistence/list-external-identities.handler.js';
import { PostgresExternalIdentities } from './adapters/persistence/postgres-external-identities.js';
import { PostgresOpenIdAuthorizations } from './adapters/persistence/postgres-openid-authorizations.js';
import { BeginOpenIdConnectHandler } from './application/begin-openid-connect.js';
import { CompleteOpenIdConnectHandler } from './application/complete-openid-connect.js';
import { ExternalAccounts } from './application/external-accounts.js';
import { OpenIdAnswers } from './application/openid-answers.js';
import { OpenIdProvider } from './application/openid-provider.js';
import { RemoveExternalIdentityHandler } from './application/remove-external-identity.js';
import { ExternalIdentities } from './domain/external-identity.js';
import { OpenIdAuthorizations } from './domain/openid-authorization.js';
import { Identity } from './identity.js';

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
        { provide: ApiKeys, useClass: MikroApiKeys },
        { provide: Secrets, useClass: RandomSecrets },
        { provide: Customers, useClass: PostgresCustomers },
        { provide: Credentials, useClass: PostgresCredentials },
        { provide: PasswordResets, useClass: PostgresPasswordResets },
        { provide: PasswordChanges, useClass: PostgresPasswordChanges },
        { provide: EmailChanges, useClass: PostgresEmailChanges },
        { provide: AddressBooks, useClass: PostgresAddressBooks },
        { provide: AccountRecords, useClass: PostgresAccountRecords },
        { provide: AccountLetters, useClass: PostgresAccountLetters },
        { provide: Registrations, useClass: PostgresRegistrations },
        { provide: Sessions, useClass: PostgresSessions },
        { provide: Passwords, useClass: Argon2Passwords },
        { provide: LinkTokens, useClass: DerivedLinkTokens },
        { provide: RefreshTokens, useClass: RandomRefreshTokens },
        { provide: AccessTokens, useClass: JwtAccessTokens },
        { provide: SigningKeys, useClass: PostgresSigningKeys },
        { provide: Sealed, useFactory: ({ secret }: PlatformSettings) => new Sealed(secret, 'signing-keys'), inject: [PLATFORM_SETTINGS] },
        { provide: Roles, useClass: PostgresRoles },
        { provide: StaffMembers, useClass: PostgresStaff },
        { provide: Factors, useClass: PostgresFactors },
        { provide: Challenges, useClass: PostgresChallenges },
        { provide: OneTimeCodes, useClass: OtpauthCodes },
        { provide: StaffMfaRule, useValue: new StaffMfaRule(staffMfaRequired) },
        { provide: DataSubjects, useClass: PostgresDataSubjects },
        { provide: DataExports, useClass: PostgresDataExports },
        { provide: Erasures, useClass: PostgresErasures },
        IdentityPersonalData, RequestDataExportHandler, WriteDataExportHandler, ForgetDataExportsHandler, GetDataExportHandler, GetDataExportContentHandler,
        RequestErasureHandler, CarryOutErasuresHandler, GetErasureHandler,
        { provide: AdministratorSecret, useValue: new AdministratorSecret(adminKey) },
        { provide: OpenIdConnectConfiguration, useValue: new OpenIdConnectConfiguration(openIdConnect) },
        { provide: OpenIdProvider, useClass: OpenIdClientProvider },
        { provide: OpenIdAuthorizations, useClass: PostgresOpenIdAuthorizations },
        { provide: ExternalIdentities, useClass: PostgresExternalIdentities },
        BeginOpenIdConnectHandler, CompleteOpenIdConnectHandler, ListExternalIdentitiesHandler, RemoveExternalIdentityHandler,
        made(OpenIdAnswers, UnitOfWork, OpenIdProvider, OpenIdAuthorizations, SecurityLog),
        made(Inviter, UnitOfWork, StaffMembers, LinkTokens),
        made(SessionOpener, UnitOfWork, Sessions, RefreshTokens, AccessTokens, Clock, LoginListeners, SecurityLog),
        made(ExternalAccounts, UnitOfWork, ExternalIdentities, Customers, Credentials, Clock, SecurityLog),
        made(FactorCheck, Factors, OneTimeCodes, Clock, SecurityLog),
        made(PasswordReplacer, UnitOfWork, Customers, PasswordChanges, Sessions, SecurityLog),
        made(ChallengeOpener, Challenges, LinkTokens, Factors),
        AdministratorKey, CreateApiKeyHandler, EnsureAdministratorKeyHandler, ListApiKeysHandler, RevokeApiKeyHandler, RotateApiKeyHandler,
        LoginListeners, RegisterCustomerHandler, ConfirmRegistrationHandler, LogInHandler, RefreshSessionHandler, EndSessionHandler, ListSessionsHandler, GetCustomerHandler,
        ReauthenticateHandler, RequestPasswordResetHandler, ConfirmPasswordResetHandler, ChangePasswordHandler, RequestEmailChangeHandler,
        ConfirmEmailChangeHandler, DescribeCustomerHandler, AddAddressHandler, ReplaceAddressHandler, RemoveAddressHandler, ListAddressesHandler, GetAddressHandler,
        ListCustomersHandler, ViewCustomerHandler, DisableCustomerHandler, EnableCustomerHandler, ClearAccountsHandler,
        DefineRoleHandler, ChangeRoleHandler, RemoveRoleHandler, GetRoleHandler, ListRolesHandler,
        InviteStaffHandler, InviteAgainHandler, AcceptInvitationHandler, ChangeStaffHandler, GetStaffHandler, ListStaffHandler,
        ChangeStaffPasswordHandler, VerifyChallengeHandler, BeginFactorHandler, ConfirmFactorHandler, RemoveFactorHandler, ResetFactorsHandler, ListFactorsHandler,
      ],
      exports: [StaffMfaRule, Identity, AccountLetters, LoginListeners, OpenIdProvider],
    };
  }
}

/** The guard of every route, and the routes for accounts and API keys. */
@Module({
  controllers: [
    CustomersController, SessionsController, PasswordResetsController, EmailChangesController, MeController, AddressesController, AdminCustomersController,
    ApiKeysController, OpenIdConnectController, ExternalIdentitiesController,
    RolesController, StaffController, StaffMeController, CustomerFactorsController, StaffFactorsController, MfaChallengesController,
    PrivacyController, ErasuresController,
  ],
  providers: [PolicyCheck, { provide: AccessGuard, useClass: PassportAccessGuard }, { provide: APP_GUARD, useExisting: AccessGuard }],
})
export class IdentityHttpModule {}

/** What workers do: clear away what has served its time, write documents of what is known about customers, and forget them. */
@Module({ providers: [ClearAccountsProcessor, WriteDataExports, CarryOutDueErasures] })
export class IdentityJobsModule {}
