import { invalid } from './errors.js';

/** A JSON object whose members are not known yet. */
export type Body = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one where there is none. @throws PayPalError 400 for anything else */
export function objectIn(value: unknown): Body {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid('An object was expected.');
  return value as Body;
}

/** A text of the object, or null. @throws PayPalError 400 for anything else */
export function textIn(body: Body, name: string, max = 127): string | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  const usable = typeof value === 'string' && value.length > 0 && value.length <= max && !value.includes('\0');
  if (!usable) throw invalid(`${name} must be a text of 1 to ${max} characters`);
  return value;
}

/** An address of the web, or null. @throws PayPalError 400 for anything else */
export function urlIn(body: Body, name: string): string | null {
  const url = textIn(body, name, 2048);
  if (url === null || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw invalid(`${name} must be an http or https address`);
}
