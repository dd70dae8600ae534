import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Call } from '../call-log.js';
import { clockRoutes } from '../clock/routes.js';
import type { SandboxContext } from '../context.js';
import { newId } from '../protocol/identifiers.js';
import { payPalRoutes } from '../paypal/routes.js';
import { requireTestKey } from './authorization.js';
import { challengeRoutes } from './challenge.js';
import { controlRoutes } from './control.js';
import { answerFaults, unrecognizedUrl } from './faults.js';
import { paymentRoutes } from './payments.js';
import { vaultRoutes } from '../vault/routes.js';
import { webhookRoutes } from '../webhooks/routes.js';
import { readRoutes } from './reads.js';
import { pathOf } from './wire.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The entry of this request in the log of calls. */
    call: Call | undefined;
  }
}

const MAX_BODY_BYTES = 256 * 1024;
const MAX_ID_LENGTH = 255;
/** The addresses that a client of Stripe or PayPal, or a shopper's browser, calls. */
const PROTOCOL = /^\/(?:v1|v2|3ds|paypal)\//;
/** What Stripe calls the version of its protocol that these objects follow. */
const STRIPE_VERSION = '2026-10-28.endive';

/** Puts the routes together. */
export function createApp(context: SandboxContext, logLevel: string): FastifyInstance {
  const app = fastify({
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => newId('req'),
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    frameworkErrors: (_error, request, reply) => void unrecognizedUrl(request, reply),
  });
  app.decorateRequest('call', undefined);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  answerFaults(app, context);
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => ({ status: 'ok' }));
  logCalls(app, context);
  controlRoutes(app, context);
  clockRoutes(app, context);
  webhookRoutes(app, context);
  challengeRoutes(app, context);
  app.register(async (paypal) => payPalRoutes(paypal, context));
  app.register(async (v1) => {
    v1.addHook('onRequest', requireTestKey);
    paymentRoutes(v1, context);
    readRoutes(v1, context);
    vaultRoutes(v1, context);
  });
  return app;
}

// The entry begins before the key is looked at, so that refused calls are in the log as well, and
// those to unknown addresses. Probes and the levers of the tests are no calls of the protocol.
function logCalls(app: FastifyInstance, { calls }: SandboxContext): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!PROTOCOL.test(request.url)) return;
    const key = request.headers['idempotency-key'] ?? request.headers['paypal-request-id'];
    request.call = calls.begin({
      request_id: request.id,
      method: request.method,
      path: pathOf(request),
      idempotency_key: typeof key === 'string' ? key : null,
    });
    reply.header('Request-Id', request.id);
    reply.header('Stripe-Version', request.headers['stripe-version'] ?? STRIPE_VERSION);
    if (typeof key === 'string') reply.header('Idempotency-Key', key);
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.call === undefined) return;
    const replayed = reply.hasHeader('Idempotent-Replayed');
    calls.end(request.call, replayed ? 'replayed' : 'answered', reply.statusCode);
    request.log.debug(request.call, 'call');
  });
}
