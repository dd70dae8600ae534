import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import type { Principal } from '@holdfast/platform';
import type { Identity } from '../../identity.js';

export const API_KEY_STRATEGY = 'api-key';

/** What the guard hands to the strategy with each call. */
export interface CredentialOptions {
  readonly identity: Identity;
}

/**
 * The credential of a request: exactly one Authorization header, scheme Bearer (in any case, RFC 9110 §11.1). Node keeps
 * the first of several such headers and hides the rest, which proxies may judge otherwise: so several are none.
 */
export function bearerOf({ raw: { headers, rawHeaders } }: FastifyRequest): string | undefined {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]!.toLowerCase() === 'authorization') count++;
  if (count !== 1) return undefined;
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/**
 * Passport keeps strategies per process under their name. This one holds no state, whose keys it asks comes with each
 * call: several applications in one process do not meet in it.
 */
export class ApiKeyStrategy extends PassportStrategy(Strategy, API_KEY_STRATEGY) {
  constructor() {
    super({ passOptionsToCallback: true });
  }

  async validate(request: FastifyRequest, { identity }: CredentialOptions): Promise<Principal | null> {
    const secret = bearerOf(request);
    const caller = secret === undefined ? undefined : await identity.authenticate(secret);
    return caller ? { id: caller.id, kind: 'api-key', scopes: caller.scopes } : null;
  }
}
