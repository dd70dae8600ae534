import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** What pages may send beside what every page may. */
const REQUEST_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'holdfast-cart-token', 'holdfast-order-token', 'if-match', 'if-none-match', 'x-request-id', 'traceparent'];
/** What pages may read beside what every page may. */
const RESPONSE_HEADERS = ['etag', 'location', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-request-id', 'idempotent-replayed'];
/** A preflight is asked again after so long. Seconds. */
const PREFLIGHT_KEPT = 600;

type Decide = (request: FastifyRequest, decided: (error: Error | null, options: object) => void) => void;

/**
 * Lets pages of these origins call the API from a browser (CORS); every other origin gets nothing, as if there were no CORS at all. Never with
 * credentials of the browser: there are no cookies, and tokens go in headers.
 */
export function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  const options = { methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], allowedHeaders: REQUEST_HEADERS, exposedHeaders: RESPONSE_HEADERS, maxAge: PREFLIGHT_KEPT };
  const decide: Decide = ({ method, headers }, decided) => {
    // OPTIONS that are no preflight are judged like any other method.
    const isAsked = method !== 'OPTIONS' || headers['access-control-request-method'] !== undefined;
    decided(null, { ...options, origin: isAsked && headers.origin !== undefined && allowed.has(headers.origin) ? headers.origin : false });
  };
  app.enableCors(decide as never);
}
