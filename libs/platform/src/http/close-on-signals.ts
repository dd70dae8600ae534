import type { Server, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { Readiness } from '../health/readiness.js';

/** Everything that is under way has ended by then, or is cut off: jobs are done again by another worker, and requests repeated with their key. */
const CLOSE_MS = 15_000;
const IDLE_MS = 100;

/**
 * Ends the process in order on SIGTERM and SIGINT. First it is not ready any more, and serves for `drainMs` whatever still comes, telling each
 * connection to close: a balancer needs two or three of its checks to notice. Then nothing new is taken, what is under way is finished, and
 * the pools are closed, and `last` is done. A second signal does not wait for the balancer; `CLOSE_MS` later it ends whatever happens.
 */
export function closeOnSignals(app: INestApplication, logger: Logger, drainMs: number, last: () => Promise<void> = () => Promise.resolve()): void {
  let endWait: (() => void) | undefined;
  const close = async (signal: string): Promise<void> => {
    if (endWait) return endWait();
    logger.info({ signal, drain_ms: drainMs }, 'draining');
    app.get(Readiness, { strict: false }).drain();
    const server = app.getHttpServer() as Server;
    closeConnectionsOf(server);
    await new Promise<void>((done) => {
      endWait = done;
      setTimeout(done, drainMs);
    });
    logger.info('closing');
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    // Whoever was being served when the draining began has not been told: such a connection ends once it is idle.
    setInterval(() => server.closeIdleConnections(), IDLE_MS).unref();
    await app.close();
    await last();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const first = endWait === undefined;
      close(signal).then(
        () => first && process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'closing failed');
          process.exit(1);
        },
      );
    });
  }
}

/** Each connection ends with its next answer, so that clients who keep theirs open come back over the balancer. */
function closeConnectionsOf(server: Server): void {
  server.prependListener('request', (_request, response: ServerResponse) => void response.setHeader('connection', 'close'));
}
