import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import { isId } from '@holdfast/kernel';
import type { Principal } from '@holdfast/platform';
import { bearerOf, type CredentialOptions } from './api-key.strategy.js';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** A customer or a member of staff by the access token of a session. Holds no state, as {@link ApiKeyStrategy}. */
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor() {
    super({ passOptionsToCallback: true });
  }

  async validate(request: FastifyRequest, { identity }: CredentialOptions): Promise<Principal | null> {
    const token = bearerOf(request);
    // An API key has no dots, a token two: neither is asked for what it cannot be.
    const person = token?.includes('.') ? await identity.loggedIn(token) : undefined;
    return person ? { ...person, kind: isId('cus', person.id) ? 'customer' : 'staff' } : null;
  }
}
