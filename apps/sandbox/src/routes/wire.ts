import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OnceAnswered } from '../protocol/idempotency.js';
import { type Fields, parseForm } from '../protocol/form.js';
import { invalid } from '../protocol/stripe-error.js';

const MAX_KEY_LENGTH = 255;

/** The form of a POST. @throws StripeError 400 for any other kind of body */
export function formOf(request: FastifyRequest): Fields {
  const { body } = request;
  if (body === undefined || body === null) return parseForm('');
  if (typeof body === 'string') return parseForm(body);
  throw invalid(
    'Invalid request (check that your POST content type is application/x-www-form-urlencoded).',
  );
}

/** The parameters in the address of a GET. */
export function queryOf(request: FastifyRequest): Fields {
  const { url } = request;
  return parseForm(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
}

/** The address without its parameters. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

/** The `:id` of the route, or undefined. */
export function idOf(request: FastifyRequest): string | undefined {
  const { id } = request.params as { id?: string };
  // PostgreSQL cannot even look for such a text.
  if (id?.includes('\0')) throw invalid('Invalid string: NUL character.', { param: 'id' });
  return id;
}

/** The `Idempotency-Key`, or undefined. */
export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return undefined;
  if (key.length > MAX_KEY_LENGTH) {
    throw invalid(`Idempotency keys can have up to ${MAX_KEY_LENGTH} characters.`);
  }
  return key;
}

/** Sends an answer byte for byte, saying so when it repeats an earlier one. */
export function sendAnswer(reply: FastifyReply, answer: OnceAnswered): FastifyReply {
  if (answer.originalRequest !== undefined) {
    reply.header('Idempotent-Replayed', 'true').header('Original-Request', answer.originalRequest);
  }
  return reply.code(answer.status).type('application/json').send(answer.body);
}
