import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Id } from '@holdfast/kernel';
import { CustomersAlone } from '@holdfast/platform';

/** The customer who asks, on routes for customers only. */
export const CustomerAsking = createParamDecorator((_: unknown, context: ExecutionContext): Id<'cus'> => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal?.kind !== 'customer') throw new CustomersAlone();
  return principal.id as Id<'cus'>;
});
