import type { Id } from '@holdfast/kernel';
import { CustomersAlone, PeopleAlone, StaffAlone } from '@holdfast/platform';
import type { FastifyRequest } from 'fastify';
import type { SubjectId } from '../../domain/session.js';

interface Asking<Subject = SubjectId> {
  readonly id: Subject;
  readonly session: Id<'ses'>;
}

/** The customer who asks, on routes for customers only. */
export function customerOf({ principal }: FastifyRequest): Asking<Id<'cus'>> {
  if (principal?.kind !== 'customer') throw new CustomersAlone();
  return { id: principal.id as Id<'cus'>, session: principal.session as Id<'ses'> };
}

/** The member of staff who asks, on routes for staff only. */
export function staffOf({ principal }: FastifyRequest): Asking<Id<'stf'>> {
  if (principal?.kind !== 'staff') throw new StaffAlone();
  return { id: principal.id as Id<'stf'>, session: principal.session as Id<'ses'> };
}

/** Whoever asks, on routes for everybody who is logged in. */
export function personOf({ principal }: FastifyRequest): Asking {
  if (!principal?.session) throw new PeopleAlone();
  return { id: principal.id as SubjectId, session: principal.session as Id<'ses'> };
}
