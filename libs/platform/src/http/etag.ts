import { PreconditionFailed } from './problems.js';

/** A strong entity tag from a version: `"7"`. */
export const etag = (version: number | string): string => `"${version}"`;

/** Whether an If-None-Match header names this tag (RFC 9110 §13.1.2, weak comparison). */
export function matchesNone(header: string | undefined, tag: string): boolean {
  return header === '*' || (header?.split(',').some((given) => given.trim().replace(/^W\//, '') === tag) ?? false);
}

/** @throws PreconditionFailed when an If-Match header is there and does not name the current version (strong comparison). */
export function assertMatch(header: string | undefined, version: number): void {
  if (header === undefined || header === '*') return;
  if (!header.split(',').some((given) => given.trim() === etag(version))) throw new PreconditionFailed(version);
}
