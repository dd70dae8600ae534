import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '@holdfast/kernel';
import {
  AccessGuard, correlation, CustomersAlone, Forbidden, MfaEnrollmentRequired, MfaRequired, PeopleAlone, POLICY, type Policy, type Principal,
  ReauthenticationRequired, RECENT_LOGIN_SECONDS, RequestLimits, type Scope, StaffAlone, Unauthenticated,
} from '@holdfast/platform';
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

  constructor(
    identity: Identity,
    private readonly clock: Clock,
    private readonly limits: RequestLimits,
  ) {
    super();
    this.#passport = new CredentialGuard(identity);
  }

  canActivate(context: ExecutionContext): Promise<boolean> | boolean {
    const policy = policyOf(context.getHandler(), context.getClass());
    if (policy?.kind === 'public' && !(policy.customers && sendsCredential(context))) return true;
    if (!policy) throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no policy`);
    return this.#admit(context, policy);
  }

  async #admit(context: ExecutionContext, policy: Policy): Promise<true> {
    await this.#passport.canActivate(context);
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!request.principal) throw new Unauthenticated();
    if (request.principal.kind === 'api-key') this.limits.countForKey(request, http.getResponse<FastifyReply>(), request.principal.id);
    const here = correlation();
    if (here) Object.assign(here, { actor: request.principal.id, action: `${request.method} ${request.routeOptions.url}` });
    assertMeets(request.principal, policy, this.clock.now());
    return true;
  }
}

/** @throws Forbidden, MfaEnrollmentRequired, MfaRequired, ReauthenticationRequired, CustomersAlone, StaffAlone, PeopleAlone */
function assertMeets(principal: Principal, policy: Policy, now: Date): void {
  // Whoever it is: what they do not own they reach as guests do, by its secret.
  if (policy.kind === 'public') return;
  const { kind } = principal;
  if (policy.kind === 'scope') assertScope(principal, policy.scope);
  if (policy.kind === 'customer' && kind !== 'customer') throw new CustomersAlone();
  if (policy.kind === 'staff' && kind !== 'staff') throw new StaffAlone();
  if (policy.kind === 'person' && kind === 'api-key') throw new PeopleAlone();
  if (policy.dangerous && kind !== 'api-key') assertProven(principal, now);
}

/** Whoever is logged in as staff without a second factor that is asked for has no permissions, and learns what to do about it. */
function assertScope({ kind, scopes, missingFactor }: Principal, scope: Scope): void {
  if (kind === 'staff' && missingFactor) throw missingFactor === 'enrollment' ? new MfaEnrollmentRequired() : new MfaRequired();
  if (!scopes.includes(scope)) throw new Forbidden(scope);
}

/** Somebody who has just set the first factor up has shown it; a session from before has not. */
function assertProven({ authenticatedAt, missingFactor }: Principal, now: Date): void {
  if (missingFactor === 'verification') throw new MfaRequired();
  if (!isRecent(authenticatedAt, now)) throw new ReauthenticationRequired(RECENT_LOGIN_SECONDS);
}

const sendsCredential = (context: ExecutionContext): boolean => context.switchToHttp().getRequest<FastifyRequest>().headers.authorization !== undefined;

const isRecent = (authenticatedAt: Date | undefined, now: Date): boolean =>
  authenticatedAt !== undefined && now.getTime() - authenticatedAt.getTime() <= RECENT_LOGIN_SECONDS * 1_000;

/** The policy of a route: its own, or that of its controller. */
export function policyOf(handler: object, controller: object): Policy | undefined {
  return (Reflect.getMetadata(POLICY, handler) ?? Reflect.getMetadata(POLICY, controller)) as Policy | undefined;
}
