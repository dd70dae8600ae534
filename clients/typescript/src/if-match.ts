import type { Answer } from './operations.js';

/**
 * The header that lets a change through only if what was read is still so; else it is refused with `precondition-failed`:
 * `patch(path, { headers: ifMatch(product), body })`.
 */
export function ifMatch({ headers }: Pick<Answer<unknown>, 'headers'>): { 'If-Match': string } {
  const etag = headers.get('etag');
  if (etag === null) throw new TypeError('This answer has no ETag. Read the resource itself: lists have none.');
  return { 'If-Match': etag };
}
