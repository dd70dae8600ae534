import { clientAddress } from '@holdfast/platform';
import type { FastifyRequest } from 'fastify';
import type { SessionTokens } from '../../application/session-tokens.js';
import type { Origin } from '../../domain/sessions.js';
import type { SessionTokensBody } from './accounts.dto.js';

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
