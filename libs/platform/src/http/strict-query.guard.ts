import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from './problems.js';

/** Routes that declare no query take none: an unknown parameter is refused, never ignored. */
@Injectable()
export class StrictQueryGuard implements CanActivate {
  readonly #takesQuery = new WeakMap<object, boolean>();

  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: Record<string, unknown> }>>();
    for (const name in query) {
      if (this.takesQuery(context)) return true;
      throw new InvalidRequest([{ pointer: `?${name}`, code: 'unknown-field', message: 'This parameter is not known here' }]);
    }
    return true;
  }

  private takesQuery(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let takes = this.#takesQuery.get(handler);
    if (takes === undefined) {
      const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as Record<string, unknown>;
      takes = Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
      this.#takesQuery.set(handler, takes);
    }
    return takes;
  }
}
