import { expectRefusal, refusals } from '../../../../test/support/problems.js';
import { AddressBookFull, AddressNotFound, CustomerErased, CustomerNotFound, WrongPassword } from './account-errors.js';
import {
  ApiKeyNotActive, ApiKeyNotFound, ExpiryInThePast, InvalidCredentials, InvalidRefreshToken, InvalidToken, PasswordsBusy, PasswordTooCommon, PasswordTooLong, PasswordTooShort, ScopeNotHeld,
  SessionNotFound,
} from './errors.js';
import { ChallengeOver, FactorNotFound, InvalidMfaCode, MfaCodeMissing, TooManyFactors } from './mfa-errors.js';
import {
  ExternalIdentityNotFound, LastWayIn, OpenIdConnectAnswerInvalid, OpenIdConnectEmailUnverified, OpenIdConnectIdentityConflict, OpenIdConnectNotConfigured, OpenIdConnectRedirectUriUnknown,
  OpenIdConnectRefused, OpenIdProviderUnavailable,
} from './openid-connect-errors.js';
import { DataExportNotReady } from './privacy-errors.js';
import { BuiltInRoleStays, LastOwner, NotInvited, OwnRights, RoleInUse, RoleNameTaken, RoleNotFound, StaffEmailTaken, StaffNotFound } from './staff-errors.js';

describe('what the identity refuses', () => {
  it.each(refusals(
    ['wrong-password', 'refused', new WrongPassword()],
    ['address-not-found', 'not-found', new AddressNotFound()],
    ['address-book-full', 'conflict', new AddressBookFull(20), { max_addresses: 20 }],
    ['customer-not-found', 'not-found', new CustomerNotFound()],
    ['customer-erased', 'conflict', new CustomerErased()],
    ['api-key-not-found', 'not-found', new ApiKeyNotFound()],
    ['api-key-not-active', 'conflict', new ApiKeyNotActive()],
    ['api-key-expiry-in-the-past', 'refused', new ExpiryInThePast()],
    ['scope-not-held', 'forbidden', new ScopeNotHeld(['orders:read']), { missing_scopes: ['orders:read'] }],
    ['password-too-short', 'refused', new PasswordTooShort(12), { min_length: 12 }],
    ['password-too-long', 'refused', new PasswordTooLong(128), { max_length: 128 }],
    ['password-too-common', 'refused', new PasswordTooCommon()],
    ['login-busy', 'unavailable', new PasswordsBusy(), { retry_after: 2 }],
    ['invalid-credentials', 'unauthenticated', new InvalidCredentials()],
    ['invalid-refresh-token', 'unauthenticated', new InvalidRefreshToken()],
    ['invalid-token', 'refused', new InvalidToken()],
    ['session-not-found', 'not-found', new SessionNotFound()],
    ['invalid-mfa-code', 'refused', new InvalidMfaCode()],
    ['mfa-code-missing', 'refused', new MfaCodeMissing()],
    ['mfa-challenge-over', 'unauthenticated', new ChallengeOver()],
    ['mfa-factor-not-found', 'not-found', new FactorNotFound()],
    ['too-many-mfa-factors', 'conflict', new TooManyFactors(5), { max: 5 }],
    ['openid-connect-not-configured', 'not-found', new OpenIdConnectNotConfigured()],
    ['openid-connect-redirect-uri-unknown', 'refused', new OpenIdConnectRedirectUriUnknown()],
    ['openid-provider-unavailable', 'unavailable', new OpenIdProviderUnavailable(), { retry_after: 5 }],
    ['openid-connect-refused', 'refused', new OpenIdConnectRefused('access_denied'), { error: 'access_denied' }],
    ['openid-connect-answer-invalid', 'refused', new OpenIdConnectAnswerInvalid()],
    ['openid-connect-email-unverified', 'refused', new OpenIdConnectEmailUnverified()],
    ['openid-connect-identity-conflict', 'conflict', new OpenIdConnectIdentityConflict()],
    ['external-identity-not-found', 'not-found', new ExternalIdentityNotFound()],
    ['last-way-in', 'conflict', new LastWayIn()],
    ['data-export-not-ready', 'conflict', new DataExportNotReady()],
    ['role-not-found', 'not-found', new RoleNotFound()],
    ['role-name-taken', 'conflict', new RoleNameTaken()],
    ['role-built-in', 'conflict', new BuiltInRoleStays()],
    ['role-in-use', 'conflict', new RoleInUse()],
    ['staff-not-found', 'not-found', new StaffNotFound()],
    ['staff-email-taken', 'conflict', new StaffEmailTaken()],
    ['last-owner', 'conflict', new LastOwner()],
    ['own-rights', 'forbidden', new OwnRights()],
    ['staff-not-invited', 'conflict', new NotInvited()],
  ))('$code', ({ refused }) => expectRefusal(refused));

  it('with the way on, where a login at a provider went wrong', () => {
    for (const { message } of [new OpenIdProviderUnavailable(), new OpenIdConnectRefused('access_denied'), new OpenIdConnectAnswerInvalid()]) expect(message).toContain('/v1/openid-connect/authorizations');
  });

  it('with every scope that is missing', () => {
    expect(new ScopeNotHeld(['orders:read', 'orders:write']).message).toContain('orders:read, orders:write');
  });
});
