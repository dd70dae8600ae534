import { hash } from 'node:crypto';

/** JSON with sorted keys (in the spirit of RFC 8785), so that two spellings of one body are the same request. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** What makes two requests the same one: method, path and body. */
export const fingerprint = (method: string, path: string, body: unknown): Buffer =>
  hash('sha256', `${method} ${path}\n${canonicalJson(body)}`, 'buffer');
