import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '../kernel/index.js';
import { Overloaded } from '../http/problems.js';
import { faultOf, problemDocument } from '../http/problem.filter.js';
import { contentPolicy, SECURITY_HEADERS } from '../http/security-headers.js';

/** Seconds after which those who were refused may come again: not all at once. */
const WAITS = [1, 2, 3] as const;
const ID = 'the id of the request';

interface Prepared {
  readonly head: readonly string[];
  readonly beforeId: string;
  readonly afterId: string;
}

/** What is the same for all who are told to come again after so many seconds. */
function prepared(publicUrl: string, seconds: number): Prepared {
  const [beforeId, afterId] = JSON.stringify(problemDocument(faultOf(new Overloaded(seconds)), publicUrl, { id: ID })).split(ID) as [string, string];
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'retry-after': String(seconds),
    'cache-control': 'no-store',
    ...SECURITY_HEADERS,
    'content-security-policy': contentPolicy(''),
  };
  return { head: Object.entries(headers).flat(), beforeId, afterId };
}

/**
 * Answers what there is no room for: nothing of the request was looked at, so that refusing costs a fraction of what serving does, or
 * else a flood of refusals would be a flood as well. `origins` are those whose pages may read it.
 */
export function refuseOverload(publicUrl: string, origins: readonly string[]): (request: IncomingMessage, response: ServerResponse) => void {
  const answers = WAITS.map((seconds) => prepared(publicUrl, seconds));
  let turn = 0;
  return (request, response) => {
    const { head, beforeId, afterId } = answers[turn++ % answers.length]!;
    const id = newId('req');
    const body = `${beforeId}${id}${afterId}`;
    const own = ['x-request-id', id, 'content-length', String(Buffer.byteLength(body))];
    response.writeHead(503, [...head, ...own, ...(origins.length > 0 ? readableBy(request, origins) : [])]);
    response.end(body);
  };
}

function readableBy({ headers: { origin } }: IncomingMessage, origins: readonly string[]): string[] {
  if (origin === undefined || !origins.includes(origin)) return ['vary', 'origin'];
  return ['vary', 'origin', 'access-control-allow-origin', origin, 'access-control-expose-headers', 'retry-after, x-request-id'];
}
