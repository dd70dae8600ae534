/** JSON escapes that mean something else, or nothing, in an array literal: all but \" and \\. */
const FOREIGN_ESCAPE = /\\[^"\\]/;

/**
 * A flat array as PostgreSQL reads it (documentation §8.15.6), made by JSON.stringify: batches send thousands of elements, and one
 * native call makes a fraction of the garbage that joining escaped elements makes. Undefined where the two notations
 * differ (nested arrays, line breaks and other control characters): pg's own serializer takes those.
 */
export function arrayLiteral(values: readonly unknown[]): string | undefined {
  const sample = values.find((value) => value !== null);
  if (Buffer.isBuffer(sample)) return `{${values.map(byteaElement).join(',')}}`;
  if (typeof sample === 'object' && !(sample instanceof Date)) return undefined;
  const json = JSON.stringify(values);
  return FOREIGN_ESCAPE.test(json) ? undefined : `{${json.slice(1, -1)}}`;
}

const byteaElement = (value: unknown): string => (value === null ? 'null' : `"\\\\x${(value as Buffer).toString('hex')}"`);
