import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '../kernel/index.js';
import { faultOf, problemDocument } from './problem.filter.js';
import { contentPolicy, SECURITY_HEADERS } from './security-headers.js';

const STATUS: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what is no readable HTTP at all, over which no handler is ever called, in the form of every other problem. */
export function refuseUnreadable(publicUrl: string): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const statusCode = STATUS[error.code ?? ''] ?? 400;
    const id = newId('req');
    const body = JSON.stringify(problemDocument(faultOf({ statusCode }), publicUrl, { id }));
    const head = [
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      ...Object.entries({ ...SECURITY_HEADERS, 'content-security-policy': contentPolicy('') }).map(([name, value]) => `${name}: ${value}`),
      `x-request-id: ${id}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}
