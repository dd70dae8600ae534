import type { IDToken, UserInfoResponse } from 'openid-client';
import type { ProvenIdentity } from '../../domain/external-identity.js';
import { OpenIdConnectAnswerInvalid } from '../../domain/openid-connect-errors.js';

const NAME_MAX = 200;
/** OpenID Connect Core §2: at most 255 characters of ASCII. */
const SUBJECT = /^[ -~]{1,255}$/;

/** Claims are texts of strangers: what is not one counts as missing. */
const text = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

/** The few claims that count. Those of the ID token come first: they are signed. @throws OpenIdConnectAnswerInvalid where nobody is named */
export function provenIdentity(token: IDToken, info?: UserInfoResponse): ProvenIdentity {
  if (!SUBJECT.test(token.sub)) throw new OpenIdConnectAnswerInvalid();
  const { email, email_verified: verified } = token['email'] === undefined && info ? info : token;
  const emailText = text(email);
  return {
    issuer: token.iss,
    subject: token.sub,
    email: emailText === '' ? undefined : emailText,
    // Some large providers write the boolean as a text.
    emailVerified: verified === true || verified === 'true',
    name: nameOf({ ...info, ...token }),
  };
}

/** As registration takes names: without control characters and halves of surrogate pairs, 200 units at most. */
function nameOf({ name, given_name: given, family_name: family }: Record<string, unknown>): string {
  const full = text(name) || `${text(given)} ${text(family)}`;
  const clean = full.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return clean.slice(0, NAME_MAX).replace(/[\ud800-\udbff]$/, '').trim();
}
