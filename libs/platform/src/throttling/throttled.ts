import { applyDecorators, type CallHandler, type CanActivate, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata, UseGuards, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { clientAddress, networkOf } from '../http/client-address.js';
import { type Admission, type Limit, type LimitName, LIMITS, Throttle } from '../kernel/index.js';
import { addQuotas } from './rate-limit-headers.js';

/**
 * Names the account that a request speaks of, in the one form in which it is compared. Bodies are not validated yet when it is asked:
 * undefined where there is none, and validation refuses such a request after its address was counted.
 */
export type AccountOf = (request: FastifyRequest) => string | undefined;

interface Declared {
  readonly limits: LimitName;
  readonly account: AccountOf;
}

const THROTTLED = 'holdfast:throttled';

/** The admission of the request under way, for the interceptor that settles it. */
const admissions = new WeakMap<FastifyRequest, Admission>();

/** Refuses tries that are too many before anything else is done for them: before the body is validated, and before a password is hashed. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  constructor(private readonly throttle: Throttle) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const { limits, account } = Reflect.getMetadata(THROTTLED, context.getHandler()) as Declared;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const admission = await this.throttle.take(limits, { address: networkOf(clientAddress(request)), account: account(request) });
    admissions.set(request, admission);
    addQuotas(http.getResponse<FastifyReply>(), admission.quotas);
    return true;
  }
}

/** Tells the limits how the try ended. */
@Injectable()
export class ThrottleInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const admission = admissions.get(context.switchToHttp().getRequest<FastifyRequest>())!;
    return from(admission.settle(() => lastValueFrom(next.handle())));
  }
}

/**
 * Puts limits of {@link LIMITS} on a route. They hold exactly over all processes, and the route is refused (503) while the counters cannot be
 * reached. `account` names whom the request speaks of, where the limits ask for that.
 */
export function Throttled(limits: LimitName, account?: AccountOf) {
  const all: readonly Limit[] = LIMITS[limits];
  if (!account && all.some(({ by }) => by !== 'address')) throw new Error(`The limits on ${limits} count by account: say which one a request speaks of`);
  return applyDecorators(
    SetMetadata(THROTTLED, { limits, account: account ?? (() => undefined) } satisfies Declared),
    UseGuards(ThrottleGuard),
    UseInterceptors(ThrottleInterceptor),
  );
}
