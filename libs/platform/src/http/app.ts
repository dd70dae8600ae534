import type { DynamicModule, Type } from '@nestjs/common';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Span } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { holdsCardNumber, newId, NotFound } from '../kernel/index.js';
import { type AdmissionControl, placeOf } from '../overload/admission-control.js';
import { refuseOverload } from '../overload/refusal.js';
import { serverWith } from '../overload/server.js';
import { METRICS_PATH } from '../metrics/metrics-listener.js';
import { RequestMetrics } from '../metrics/request-metrics.js';
import { withCorrelation } from '../telemetry/correlation.js';
import { NestLogger } from '../telemetry/logger.js';
import { beginRequest, endRequest, isTracing } from '../telemetry/tracing.js';
import { refuseAmbiguous } from './ambiguous.js';
import { refuseCardDataAround } from './card-data.js';
import { allowOrigins } from './cors.js';
import { takeJsonOnly } from './json-body.js';
import { knowMethods } from './methods.js';
import { isProbe } from './probes.js';
import { ProblemFilter } from './problem.filter.js';
import { contentPolicy, SECURITY_HEADERS } from './security-headers.js';
import { refuseUnreadable } from './unreadable.js';
import { DtoPipe } from './validation.js';
import { rememberRules } from './validation-rules.js';

export interface HttpSettings {
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly bodyLimit?: number;
  /** Origins whose pages may call this from a browser; none when absent. */
  readonly corsOrigins?: readonly string[];
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs?: number;
  /** Addresses and networks (CIDR) whose X-Forwarded-For says where a request comes from. From anybody else it is ignored. */
  readonly trustedProxies?: readonly string[];
  /** Bounds what is under way; without it nothing does. */
  readonly admission?: AdmissionControl;
}

/** A Nest application on Fastify with the edge of Holdfast: problems, request ids, JSON only, security headers. */
export async function createHttpApp(module: Type | DynamicModule, settings: HttpSettings): Promise<NestFastifyApplication> {
  const { requestTimeoutMs = 30_000, corsOrigins = [], admission } = settings;
  const filter = new ProblemFilter(settings.publicUrl, settings.logger);
  const adapter = new FastifyAdapter({
    bodyLimit: settings.bodyLimit ?? 256 * 1024,
    trustProxy: settings.trustedProxies?.length ? [...settings.trustedProxies] : false,
    requestIdHeader: false,
    genReqId: ({ headers }: { headers: Record<string, string | string[] | undefined> }) => requestId(headers['x-request-id']),
    requestTimeout: requestTimeoutMs,
    // Those who send their headers or body drop by drop are looked for as often as they may be late.
    http: { requireHostHeader: false, headersTimeout: Math.ceil(requestTimeoutMs / 3), requestTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 6) },
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: false,
    exposeHeadRoutes: true,
    ...(admission && { serverFactory: serverWith(admission, refuseOverload(settings.publicUrl, corsOrigins)) }),
    clientErrorHandler: refuseUnreadable(settings.publicUrl),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({ ...SECURITY_HEADERS, 'content-security-policy': contentPolicy(''), 'x-request-id': request.id });
      filter.answer(error, request, reply);
    },
  } as never);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter as never, {
    logger: new NestLogger(settings.logger),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  allowOrigins(app, corsOrigins);
  takeJsonOnly(fastify);
  // Routes that take files read the form themselves; to all others it is no JSON.
  void fastify.register(multipart);
  const allowed = knowMethods(fastify);
  const metrics = app.get(RequestMetrics, { strict: false });
  filter.counts(metrics);
  if (admission) metrics.watch(admission);
  addHooks(fastify, settings.logger, metrics);
  app.useGlobalFilters(filter);
  rememberRules();
  app.useGlobalPipes(new DtoPipe());
  // Nest would answer unknown routes and faults of bodies itself; the handlers of the adapter come first.
  adapter.setNotFoundHandler = adapter.setErrorHandler = (() => undefined) as never;
  fastify.setErrorHandler((error, request, reply) => filter.answer(error, request, reply));
  fastify.setNotFoundHandler((request, reply) => {
    const methods = allowed(request.url.split('?', 1)[0]!).filter((method) => method !== request.method);
    if (methods.length > 0) void reply.header('allow', methods.join(', '));
    filter.answer(methods.length > 0 ? { statusCode: 405 } : new NotFound(), request, reply);
  });
  return app;
}

/** An id for a request that brought none. */
export const newRequestId = (): string => newId('req');

function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) && !holdsCardNumber(given) ? given : newRequestId();
}

/** When a request arrived, in monotonic milliseconds. */
const ARRIVED = Symbol('arrived');
type Arrived = FastifyRequest & { [ARRIVED]: number };

function addHooks(fastify: FastifyInstance, logger: Logger, metrics: RequestMetrics): void {
  fastify.decorateRequest(ARRIVED, 0);
  fastify.addHook('onRequest', (request, reply, done) => {
    (request as Arrived)[ARRIVED] = performance.now();
    withCorrelation({ requestId: request.id, place: placeOf(reply.raw), span: spanOf(request, reply) }, done);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    try {
      refuseAmbiguous(request);
      refuseCardDataAround(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    // The work is done, also where nobody is left to hear of it.
    placeOf(reply.raw)?.giveBack();
    if (!isWatcher(request)) metrics.answered(request, reply, (performance.now() - (request as Arrived)[ARRIVED]) / 1_000);
    reply.headers(SECURITY_HEADERS);
    reply.header('x-request-id', request.id);
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', contentPolicy(request.url));
    // The page of the documentation does not say it of itself (ASVS 5.0, 4.1.1).
    if (reply.getHeader('content-type') === 'text/html') reply.header('content-type', 'text/html; charset=utf-8');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done();
  });
  if (!logger.isLevelEnabled('info')) return;
  fastify.addHook('onResponse', (request, reply, done) => {
    if (!isWatcher(request)) {
      logger.info({ request_id: request.id, method: request.method, route: request.routeOptions.url ?? null, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    }
    done();
  });
}

/** Ends with the answer, or when its client goes. */
function spanOf(request: FastifyRequest, reply: FastifyReply): Span | undefined {
  if (!isTracing() || isWatcher(request)) return undefined;
  const { id, method } = request;
  const given = request.headers['traceparent'];
  const span = beginRequest(id, method, typeof given === 'string' ? given : undefined)!;
  reply.raw.once('close', () => endRequest(span, id, method, request.routeOptions.url, reply.statusCode));
  return span;
}

/** Whoever watches this process, many times a minute, is neither counted nor logged. */
const isWatcher = ({ url, routeOptions }: FastifyRequest): boolean => isProbe(url) || routeOptions.url === METRICS_PATH;
