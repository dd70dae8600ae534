import { clientAddress } from '@holdfast/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenedChallenge } from '../../application/challenge-opener.js';
import type { SessionTokens } from '../../application/session-tokens.js';
import type { Origin } from '../../domain/sessions.js';
import type { SessionTokensBody } from './accounts.dto.js';
import type { ChallengeBody } from './mfa.dto.js';

const DEVICE_MAX = 300;

/** Where somebody logs in from, as the list of sessions will show it. */
export const originOf = (request: FastifyRequest): Origin => ({
  device: request.headers['user-agent']?.slice(0, DEVICE_MAX) ?? null,
  address: clientAddress(request),
});

export const tokensBody = ({ accessToken, expiresIn, refreshToken, session, sessionExpiresAt, cart }: SessionTokens): SessionTokensBody => ({
  token_type: 'Bearer',
  access_token: accessToken,
  expires_in: expiresIn,
  refresh_token: refreshToken,
  session_id: session,
  session_expires_at: sessionExpiresAt.toISOString(),
  ...(cart ? { cart } : {}),
});

/** What a login answers: 201 with tokens, or 202 with a challenge where the second factor is still to be shown. */
export function entryBody(entered: SessionTokens | OpenedChallenge, reply: FastifyReply): SessionTokensBody | ChallengeBody {
  if (!('challenge' in entered)) return tokensBody(entered);
  void reply.status(202);
  const { challenge, secret, expiresAt } = entered;
  return { mfa_required: true, challenge_id: challenge, challenge_secret: secret, expires_at: expiresAt.toISOString() };
}
