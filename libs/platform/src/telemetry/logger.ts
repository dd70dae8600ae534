import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { correlation } from './correlation.js';

/** Never in a log, wherever they stand: credentials, and what tells who somebody is. */
const REDACTED = [
  'authorization', 'cookie', 'password', 'token', 'secret', 'api_key', 'email', 'name', 'first_name', 'last_name', 'phone',
  'address', 'shipping_address', 'billing_address', 'line1', 'line2', 'city', 'postal_code',
];

/** JSON logs with redaction; each line carries the request it belongs to. */
export function createLogger(level: string, process: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { process },
      redact: { paths: REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*["${key}"]`].slice(0, 3)), censor: '[redacted]' },
      mixin: () => {
        const here = correlation();
        return here ? { request_id: here.requestId } : {};
      },
      serializers: { err: serializeError },
    },
    destination ?? pino.destination({ sync: false, minLength: 0 }),
  );
}

/** Of a database error only what holds no data: its parameters and its `detail` may quote rows. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const { code, constraint } = error as { code?: string; constraint?: string };
  const cause = error.cause instanceof Error ? serializeError(error.cause) : undefined;
  return { type: error.name, message: error.message, code, constraint, stack: error.stack, cause };
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
