import type { CustomFetch, CustomFetchOptions } from 'openid-client';
import { OpenIdProviderUnavailable } from '../../domain/openid-connect-errors.js';

/** Far more than any metadata, key set or token needs. */
export const MAX_ANSWER_BYTES = 256 * 1024;
/** Statuses that have no body; a Response refuses to be given one. */
const EMPTY = new Set([101, 204, 205, 304]);

/** Names of this machine, where a provider under development may speak plain HTTP. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export const isLoopback = (url: URL): boolean => LOOPBACK.has(url.hostname);

/**
 * fetch for what openid-client asks: no redirects (ASVS 5.0, 15.3.2), a bounded answer, and plain HTTP to this machine alone. The signal of the
 * caller bounds the time of the whole answer, however slowly it trickles in.
 * @throws OpenIdProviderUnavailable whatever goes wrong on the way
 */
export const boundedFetch: CustomFetch = async (url, options) => {
  const address = new URL(url);
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isLoopback(address))) throw new OpenIdProviderUnavailable();
  try {
    return await bounded(address, options);
  } catch {
    // The reason may quote the answer.
    throw new OpenIdProviderUnavailable();
  }
};

async function bounded(address: URL, options: CustomFetchOptions): Promise<Response> {
  const answer = await fetch(address, { ...options, redirect: 'manual' } as RequestInit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the rest.
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new RangeError('The answer is too long');
    chunks.push(chunk);
  }
  return new Response(EMPTY.has(answer.status) ? null : Buffer.concat(chunks), { status: answer.status, headers: answer.headers });
}
