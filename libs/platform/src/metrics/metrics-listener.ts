import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrometheusMetrics } from './prometheus-metrics.js';

/** Where metrics are, on whichever port. */
export const METRICS_PATH = '/metrics';

/**
 * Serves the metrics of an API at an address of their own: never the public one, and past all that bounds and logs requests. It goes on while the
 * process drains.
 */
@Injectable()
export class MetricsListener implements OnApplicationShutdown {
  #server?: Server;

  constructor(private readonly metrics: PrometheusMetrics) {}

  /** Answers the address; port 0 is any. @throws when the port is taken */
  async listen(port: number, host: string): Promise<string> {
    this.metrics.watchProcess();
    const server = (this.#server = createServer((request, response) => void this.#answer(request, response)));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    const address = server.address() as { port: number };
    return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}${METRICS_PATH}`;
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  async #answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url?.split('?', 1)[0] !== METRICS_PATH) return void response.writeHead(404).end();
    if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    const { contentType, text } = await this.metrics.exposition();
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
  }
}
