import type { FastifyInstance } from 'fastify';
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

/** `__proto__` and `constructor` as keys are refused: they have no place in a body and poison careless code. */
function withoutPrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__' || (key === 'constructor' && value !== null && typeof value === 'object')) {
    throw new MalformedJson(`The key ${key} is not taken.`);
  }
  return value;
}

export function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new MalformedJson(`The body nests deeper than ${MAX_DEPTH} levels.`);
  try {
    const suspicious = text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
    return suspicious ? JSON.parse(text, withoutPrototypes) : JSON.parse(text);
  } catch (error) {
    if (error instanceof MalformedJson) throw error;
    throw new MalformedJson('The body is not valid JSON.');
  }
}

/** JSON is the only body that routes take (imports read multipart themselves); an empty body is an empty object. */
export function takeJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : parseJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });
}
