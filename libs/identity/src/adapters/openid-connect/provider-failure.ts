import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { DomainError } from '@holdfast/kernel';
import { OpenIdConnectAnswerInvalid, OpenIdConnectRefused, OpenIdProviderUnavailable } from '../../domain/openid-connect-errors.js';

/** Words of the provider that may be handed on: RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6, account chooser. Others could be anything. */
const REASONS = new Set([
  'access_denied', 'invalid_request', 'unauthorized_client', 'unsupported_response_type', 'invalid_scope', 'interaction_required', 'login_required',
  'account_selection_required', 'consent_required',
]);
const AWAY = new Set(['server_error', 'temporarily_unavailable']);
/** What openid-client calls an answer that is none, as opposed to one that is wrong. */
const NO_ANSWER = new Set([
  'OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR', 'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA', 'OAUTH_HTTP_REQUEST_FORBIDDEN', 'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
]);

/** What may be logged of a failure: its code, and never the answer or the claims that its cause quotes. */
export const codeOf = (error: unknown): string => (error as { code?: unknown }).code as string ?? (error as Error).name;

/** A failure while the provider is asked what it is: whatever it says wrong, it cannot be used. */
export const discoveryFailure = (): DomainError => new OpenIdProviderUnavailable();

/** A failure while an answer is redeemed, in the words of the shop. */
export function redeemFailure(error: unknown): DomainError {
  if (error instanceof AuthorizationResponseError) {
    if (AWAY.has(error.error)) return new OpenIdProviderUnavailable();
    return new OpenIdConnectRefused(REASONS.has(error.error) ? error.error : 'an unknown reason');
  }
  // The code is not (any more) what the provider gave to us.
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' ? new OpenIdConnectAnswerInvalid() : new OpenIdProviderUnavailable();
  if (error instanceof DomainError) return error;
  if (error instanceof ClientError) {
    if (error.cause instanceof DomainError) return error.cause;
    return error.code !== undefined && !NO_ANSWER.has(error.code) ? new OpenIdConnectAnswerInvalid() : new OpenIdProviderUnavailable();
  }
  return new OpenIdProviderUnavailable();
}
