import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { AccessGuard, correlation, CustomersAlone, Forbidden, POLICY, type Policy, type Principal, Unauthenticated } from '@holdfast/platform';
import { Identity } from '../../identity.js';
import { ACCESS_TOKEN_STRATEGY, AccessTokenStrategy } from './access-token.strategy.js';
import { API_KEY_STRATEGY, ApiKeyStrategy, type CredentialOptions } from './api-key.strategy.js';

/** Passport's guard, speaking the problems of this API. */
class CredentialGuard extends AuthGuard([API_KEY_STRATEGY, ACCESS_TOKEN_STRATEGY]) {
  readonly #options: CredentialOptions;

  constructor(identity: Identity) {
    super();
    new ApiKeyStrategy();
    new AccessTokenStrategy();
    this.#options = { identity };
  }

  override getAuthenticateOptions() {
    return { ...this.#options, session: false, property: 'principal' };
  }

  override handleRequest<User = Principal>(error: unknown, principal: User | false | null): User {
    if (error) throw error;
    if (!principal) throw new Unauthenticated();
    return principal;
  }
}

/** Lets a caller through who meets the policy of the route; a route that declares none is never served. */
@Injectable()
export class PassportAccessGuard extends AccessGuard {
  readonly #passport: CredentialGuard;

  constructor(identity: Identity) {
    super();
    this.#passport = new CredentialGuard(identity);
  }

  canActivate(context: ExecutionContext): Promise<boolean> | boolean {
    const policy = policyOf(context.getHandler(), context.getClass());
    if (policy?.kind === 'public') return true;
    if (!policy) throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no policy`);
    return this.#admit(context, policy);
  }

  async #admit(context: ExecutionContext, policy: Exclude<Policy, { kind: 'public' }>): Promise<true> {
    await this.#passport.canActivate(context);
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!principal) throw new Unauthenticated();
    if (policy.kind === 'scope' && !principal.scopes.includes(policy.scope)) throw new Forbidden(policy.scope);
    if (policy.kind === 'customer' && principal.kind !== 'customer') throw new CustomersAlone();
    const here = correlation();
    if (here) here.actor = principal.id;
    return true;
  }
}

/** The policy of a route: its own, or that of its controller. */
export function policyOf(handler: object, controller: object): Policy | undefined {
  return (Reflect.getMetadata(POLICY, handler) ?? Reflect.getMetadata(POLICY, controller)) as Policy | undefined;
}
