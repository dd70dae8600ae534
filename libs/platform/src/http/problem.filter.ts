import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DomainError, type ErrorKind, NotFound, type Problem } from '../kernel/index.js';
import { addressHoldsCard } from './card-data.js';
import { InvalidRequest, MalformedJson, TooManyRequests, Unavailable } from './problems.js';
import type { RequestMetrics } from '../metrics/request-metrics.js';
import { addQuotas } from '../throttling/rate-limit-headers.js';

export const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  'payment-refused': 402,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  'too-large': 413,
  refused: 422,
  'precondition-required': 428,
  throttled: 429,
  unavailable: 503,
};

/** Problems of the protocol itself, which no module declares. */
const BY_STATUS: Readonly<Record<number, Omit<Problem, 'kind'>>> = {
  405: { code: 'method-not-allowed', title: 'This address does not take this method' },
  406: { code: 'not-acceptable', title: 'The asked form is not offered' },
  408: { code: 'request-timeout', title: 'The request took too long to arrive' },
  413: { code: 'body-too-large', title: 'The body is too large' },
  414: { code: 'uri-too-long', title: 'The address is too long' },
  415: { code: 'unsupported-media-type', title: 'This content type is not taken here' },
  431: { code: 'headers-too-large', title: 'The headers are too large' },
};

const INTERNAL = { code: 'internal-error', title: 'Something went wrong on our side' };

/** The problems that no class declares, with their status. */
export const PROTOCOL_PROBLEMS = [...Object.entries(BY_STATUS).map(([status, problem]) => ({ ...problem, status: Number(status) })), { ...INTERNAL, status: 500 }];

export interface ProblemDocument extends Record<string, unknown> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
}

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** SQLSTATEs and socket errors that mean: the database is away or overloaded, not that the request is wrong. */
const AWAY = /^(08|53|57P|55P03|57014|25P03|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/;
/** PostgreSQL gives no session, or ends this one: it takes no connections, shuts down, or does not know the password any more. */
const SESSION_OVER = /^(FATAL|PANIC)$/;
const POOL_TIMEOUT = /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

function isAway(error: unknown): boolean {
  for (let cause = error as { code?: unknown; severity?: string; message?: string; cause?: unknown } | undefined, depth = 0; cause && depth < 4; depth++) {
    if (typeof cause.code === 'string' && AWAY.test(cause.code)) return true;
    if (SESSION_OVER.test(cause.severity ?? '')) return true;
    if (cause.message && POOL_TIMEOUT.test(cause.message)) return true;
    cause = cause.cause as typeof cause;
  }
  return false;
}

function ofDomain(error: DomainError): Fault {
  const { code, kind, title } = error.problem;
  return { status: STATUS[kind], code, title, detail: error.message, details: error.details };
}

/** What an error is to the outside. Only our own errors may speak; all others get a fixed text. */
export function faultOf(error: unknown): Fault {
  if (error instanceof DomainError) return ofDomain(error);
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return protocol(415, 'Send the body as application/json.');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return protocol(413, 'The body is larger than this address takes.');
  if (error instanceof SyntaxError && status === 400) return ofDomain(new MalformedJson('The body is not valid JSON.'));
  // The server of files says 403 where somebody leaves its folder.
  if (status === 403 || status === 404) return ofDomain(new NotFound());
  if (status === 429) return ofDomain(new TooManyRequests(1));
  if (status !== undefined && BY_STATUS[status]) return protocol(status, BY_STATUS[status].title + '.');
  if (status !== undefined && status >= 400 && status < 500) {
    return { ...ofDomain(new InvalidRequest([], 'The request is not well formed.')), status };
  }
  if (isAway(error)) return ofDomain(new Unavailable());
  return {
    status: 500,
    ...INTERNAL,
    detail: 'The fault is recorded under the request id. Repeating the request with the same Idempotency-Key is safe.',
  };
}

function protocol(status: number, detail: string): Fault {
  return { status, ...BY_STATUS[status]!, detail };
}

/** The RFC 9457 document of an error. `publicUrl` is where the pages of the problems are served. */
export function problemDocument(fault: Fault, publicUrl: string, request: { url?: string; id: string }): ProblemDocument {
  return {
    type: `${publicUrl}/problems/${fault.code}`,
    title: fault.title,
    status: fault.status,
    detail: fault.detail,
    instance: instanceOf(request.url),
    code: fault.code,
    request_id: request.id,
    ...fault.details,
  };
}

/** The address without its parameters, and none at all where it holds a card number: nothing of that is said again. */
function instanceOf(url: string | undefined): string | undefined {
  const path = url?.split('?', 1)[0];
  return path === undefined || addressHoldsCard(path) ? undefined : path;
}

/** Every refusal and every fault leaves through here as application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  #metrics?: RequestMetrics;

  constructor(
    private readonly publicUrl: string,
    private readonly logger: Logger,
  ) {}

  /** Tells what it answers from here on: it stands before the application does. */
  counts(metrics: RequestMetrics): void {
    this.#metrics = metrics;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const fault = faultOf(error);
    if (fault.status >= 500) this.logger.error({ err: error, request_id: request.id }, 'request failed');
    if (reply.sent) return;
    this.#metrics?.refused(fault.code);
    const retryAfter = fault.details?.['retry_after'];
    if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
    if (error instanceof TooManyRequests && error.quota) addQuotas(reply, [error.quota]);
    if (fault.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(fault.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problemDocument(fault, this.publicUrl, request)));
  }
}
