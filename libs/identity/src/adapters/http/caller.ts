import type { Id } from '@holdfast/kernel';
import { CustomersAlone } from '@holdfast/platform';
import type { FastifyRequest } from 'fastify';
import type { LoggedIn } from '../../identity.js';

/** The customer who asks, on routes for customers only. */
export function customerOf({ principal }: FastifyRequest): LoggedIn {
  if (principal?.kind !== 'customer') throw new CustomersAlone();
  return { id: principal.id as Id<'cus'>, session: principal.session as Id<'ses'> };
}
