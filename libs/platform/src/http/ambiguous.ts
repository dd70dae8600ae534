import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from './problems.js';

/** Lengths of the names that are looked at, so that most are passed over unread. */
const LENGTHS = new Set([4, 12]);
/** An Authorization that stands twice is refused where credentials are read. */
const ONCE = new Set(['host', 'content-type']);

/**
 * Refuses what two programs could read differently: of a header that may stand once, Node takes the first and drops the rest, where a proxy in front
 * may have judged by the last (RFC 9110 §5.3). And a request of HTTP/1.1 without a Host (RFC 9112 §3.2), to which Node would answer in words of its own.
 * @throws InvalidRequest
 */
export function refuseAmbiguous({ raw }: FastifyRequest): void {
  const { rawHeaders, httpVersion, headers } = raw;
  let seen = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (!LENGTHS.has(rawHeaders[at]!.length)) continue;
    const name = rawHeaders[at]!.toLowerCase();
    if (!ONCE.has(name)) continue;
    if (seen.includes(name)) throw new InvalidRequest([], `The header ${name} stands there twice.`);
    seen += name;
  }
  if (headers.host === undefined && httpVersion === '1.1') throw new InvalidRequest([], 'The header host is missing.');
}
