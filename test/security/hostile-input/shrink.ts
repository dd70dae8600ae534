import { randomUUID } from 'node:crypto';
import type { Sent } from './exchange.js';

const TRIES = 150;

/**
 * The request with as little in it as still fails, by leaving out what can be left out: headers, parameters, members of the body, halves of texts.
 * A request that does not fail when it comes again stays as it is.
 */
export async function smaller(sent: Sent, fails: (tried: Sent) => Promise<boolean>): Promise<Sent> {
  let tries = 0;
  const stillFails = async (tried: Sent): Promise<boolean> => {
    if (++tries > TRIES) return false;
    // Otherwise the first answer would come back for ever.
    const key = tried.headers['idempotency-key'];
    const fresh = key && key.length >= 16 ? { ...tried, headers: { ...tried.headers, 'idempotency-key': randomUUID() } } : tried;
    return fails(fresh).catch(() => false);
  };
  if (!(await stillFails(sent))) return sent;
  for (let least = sent; ; ) {
    const less = await firstOf(simpler(least), stillFails);
    if (!less) return least;
    least = less;
  }
}

async function firstOf(all: Iterable<Sent>, fits: (one: Sent) => Promise<boolean>): Promise<Sent | undefined> {
  for (const one of all) if (await fits(one)) return one;
  return undefined;
}

/** Requests with one thing less. */
function* simpler(sent: Sent): Generator<Sent> {
  for (const name of Object.keys(sent.headers)) {
    const { [name]: _gone, ...headers } = sent.headers;
    if (name !== 'content-type') yield { ...sent, headers };
  }
  const [path, query] = sent.path.split('?', 2) as [string, string | undefined];
  const pairs = query?.split('&') ?? [];
  for (const at of pairs.keys()) {
    const left = pairs.toSpliced(at, 1).join('&');
    yield { ...sent, path: left ? `${path}?${left}` : path };
  }
  if (sent.body === undefined) return;
  for (const body of simplerBodies(sent.body)) yield { ...sent, body };
}

function* simplerBodies(body: string): Generator<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    if (body.length > 8) yield* [body.slice(0, body.length >> 1), body.slice(body.length >> 1)];
    return;
  }
  for (const value of simplerValues(parsed)) yield JSON.stringify(value);
}

function* simplerValues(value: unknown): Generator<unknown> {
  if (typeof value === 'string' && value.length > 1) yield* [value.slice(0, value.length >> 1), value.slice(value.length >> 1)];
  if (Array.isArray(value)) {
    if (value.length > 8) yield value.slice(0, value.length >> 1);
    for (const at of value.keys()) yield value.toSpliced(at, 1);
    for (const [at, item] of value.entries()) for (const less of simplerValues(item)) yield value.with(at, less);
  } else if (value !== null && typeof value === 'object') {
    for (const name of Object.keys(value)) yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    for (const [name, item] of Object.entries(value)) for (const less of simplerValues(item)) yield { ...value, [name]: less };
  }
}
