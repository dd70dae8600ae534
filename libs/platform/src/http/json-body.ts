import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { CardDataNotAccepted, mayHoldCardData, refuseCardData } from './card-data.js';
import { MalformedJson } from './problems.js';

const MAX_DEPTH = 32;

/** How deep objects and arrays nest, at most; counted before parsing, so that no recursion ever sees a hostile depth. */
export function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return deepest;
}

/** What every object has already: such names have no place in a body, and careless code takes them for known ones. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));
const SUSPICIOUS = new RegExp(`\\\\u|${[...INHERITED].join('|')}`);

/** `source` is a number as it was written: more digits than a number keeps may be meant. */
function checked(key: string, value: unknown, { source }: { source?: string }): unknown {
  if (INHERITED.has(key)) throw new MalformedJson(`The key ${key} is not taken.`);
  refuseCardData(key, value, source);
  return value;
}

/**
 * Reads a body. Most are read at once; those in whose text something stands out are looked at member by member.
 * @throws MalformedJson
 * @throws CardDataNotAccepted
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new MalformedJson(`The body nests deeper than ${MAX_DEPTH} levels.`);
  try {
    return SUSPICIOUS.test(text) || mayHoldCardData(text) ? JSON.parse(text, checked as (key: string, value: unknown) => unknown) : JSON.parse(text);
  } catch (error) {
    if (error instanceof MalformedJson || error instanceof CardDataNotAccepted) throw error;
    throw new MalformedJson('The body is not valid JSON.');
  }
}

interface RawRoute {
  readonly raw?: boolean;
}

/**
 * The route gets its body as bytes (a Buffer in `request.body`), exactly as they came: for signatures. Nothing of it was looked at; whoever
 * takes it answers for what becomes of it.
 */
export const TakesRawBody = () => RouteConfig({ raw: true } satisfies RawRoute);

/** JSON is the only body that routes take (imports read multipart themselves); an empty body is an empty object. */
export function takeJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if ((request.routeOptions.config as RawRoute | undefined)?.raw) return done(null, body);
      done(null, body.length === 0 ? {} : parseJson(body.toString()));
    } catch (error) {
      done(error as Error);
    }
  });
}
