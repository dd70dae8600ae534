import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AdmissionControl } from './admission-control.js';

/** What Fastify tells of a server that it does not make itself. */
interface FastifyServerOptions {
  readonly http: ServerOptions;
  readonly keepAliveTimeout: number;
  readonly requestTimeout: number;
}

/** The server that Fastify would make, with admission before all that Fastify does. */
export const serverWith =
  (admission: AdmissionControl, refuse: RequestListener) =>
  (serve: RequestListener, { http, keepAliveTimeout, requestTimeout }: FastifyServerOptions): Server => {
    const server = createServer(http, (request, response) => (admission.admits(request, response) ? serve : refuse)(request, response));
    server.keepAliveTimeout = keepAliveTimeout;
    server.requestTimeout = requestTimeout;
    return server;
  };
