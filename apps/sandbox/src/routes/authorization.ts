import type { FastifyRequest } from 'fastify';
import { StripeError } from '../protocol/stripe-error.js';

const TEST_KEY = /^sk_test_[A-Za-z0-9_]+$/;

/**
 * Lets a call with any secret test key pass; all of them open the same account.
 * @throws StripeError 401
 */
export async function requireTestKey(request: FastifyRequest): Promise<void> {
  const key = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined) {
    throw unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization ' +
        "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (!TEST_KEY.test(key)) throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

// Somebody may have configured a live key by mistake: it must not come back in an answer or a log.
function masked(key: string): string {
  const kind = /^(?:sk|pk|rk)_(?:live|test)_/.exec(key)?.[0] ?? '';
  return `${kind}****`;
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message });
}
