import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { AccessGuard, correlation, Forbidden, POLICY, type Policy, type Principal, Unauthenticated } from '@holdfast/platform';
import { Identity } from '../../identity.js';
import { API_KEY_STRATEGY, type ApiKeyOptions, ApiKeyStrategy } from './api-key.strategy.js';

/** Passport's guard, speaking the problems of this API. */
class ApiKeyGuard extends AuthGuard(API_KEY_STRATEGY) {
  readonly #options: ApiKeyOptions;

  constructor(identity: Identity) {
    super();
    new ApiKeyStrategy();
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
  readonly #passport: ApiKeyGuard;

  constructor(identity: Identity) {
    super();
    this.#passport = new ApiKeyGuard(identity);
  }

  canActivate(context: ExecutionContext): Promise<boolean> | boolean {
    const policy = policyOf(context.getHandler(), context.getClass());
    if (policy?.kind === 'public') return true;
    if (!policy) throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no policy`);
    return this.#admit(context, policy.scope);
  }

  async #admit(context: ExecutionContext, scope: string): Promise<true> {
    await this.#passport.canActivate(context);
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!principal) throw new Unauthenticated();
    if (!principal.scopes.includes(scope)) throw new Forbidden(scope);
    const here = correlation();
    if (here) here.actor = principal.id;
    return true;
  }
}

/** The policy of a route: its own, or that of its controller. */
export function policyOf(handler: object, controller: object): Policy | undefined {
  return (Reflect.getMetadata(POLICY, handler) ?? Reflect.getMetadata(POLICY, controller)) as Policy | undefined;
}
