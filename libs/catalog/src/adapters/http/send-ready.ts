import { matchesNone } from '@holdfast/platform';
import type { FastifyReply } from 'fastify';
import type { Ready } from '../../application/reads.js';

/** Caches may keep catalog reads for a moment and show them a little longer while they ask again. */
const CACHE = 'public, max-age=10, stale-while-revalidate=60';

/** Sends a text that is ready as it is, or 304 to whoever has it: `known` is what If-None-Match says. */
export function sendReady(reply: FastifyReply, known: string | undefined, { json, etag }: Ready): void {
  reply.header('etag', etag).header('cache-control', CACHE);
  if (matchesNone(known, etag)) void reply.status(304).send();
  else void reply.header('content-type', 'application/json; charset=utf-8').send(json);
}

/** Headers of the answers, for the documentation. */
export const CACHED = { ETag: 'Strong tag of this content.', 'Cache-Control': 'How long it may be kept.' };
export const NOT_MODIFIED = { status: 304, about: 'It is what If-None-Match names.' };
