import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { correlation } from './correlation.js';

/** Never in a log, however deep it stands: credentials, and what tells who somebody is. */
const REDACTED = new RegExp(
  `^(${[
    'authorization', '(set-)?cookie', 'password', '.*token(_?hash)?', '.*secret', 'api_?key', 'email', 'recipient', 'name', '(first|last)_?name', 'phone',
    '(shipping_?|billing_?)?address', 'line[12]', 'city', 'postal_?code',
  ].join('|')})$`,
  'i',
);

function redacted(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Error || value instanceof Date) return value;
  if (depth > 8) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, REDACTED.test(key) ? '[redacted]' : redacted(item, depth + 1)]));
}

/** JSON logs with redaction; each line carries the request it belongs to. */
export function createLogger(level: string, process: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { process },
      formatters: { log: (line) => redacted(line) as Record<string, unknown> },
      mixin: () => {
        const here = correlation();
        if (!here) return {};
        return here.span ? { request_id: here.requestId, trace_id: here.span.spanContext().traceId } : { request_id: here.requestId };
      },
      serializers: { err: serializeError },
    },
    destination ?? pino.destination({ sync: false, minLength: 0 }),
  );
}

/** Looked for only where a word begins: a long one without an address would be read again from each of its letters. */
const ADDRESS = /(?<![\p{L}\p{N}.+_%'-])[\p{L}\p{N}.+_%'-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;

/** A text that somebody else wrote (a mail server, for instance), without the addresses of mails that it quotes. */
export const withoutAddresses = (text: string): string => text.replaceAll(ADDRESS, '[address]');

/** Of a database error only what holds no data: its parameters and its `detail` may quote rows. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const { code, constraint } = error as { code?: string; constraint?: string };
  const cause = error.cause instanceof Error ? serializeError(error.cause) : undefined;
  return { type: error.name, message: withoutAddresses(error.message), code, constraint, stack: error.stack && withoutAddresses(error.stack), cause };
}

/** Nest's own lines through the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ context: rest.at(-1), err: message instanceof Error ? message : undefined, stack: rest[0] }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }
}
