import type { Fields } from './form.js';
import { invalid, missing } from './stripe-error.js';

const MAX_METADATA_KEYS = 50;
const MAX_METADATA_KEY_LENGTH = 40;
const MAX_METADATA_VALUE_LENGTH = 500;
/** The largest integer a parameter may be: what a 64-bit column and a JSON number both hold. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

/**
 * Reads the parameters of one request and remembers which were asked for, so that
 * {@link assertAllRead} can refuse the rest as Stripe does. All methods throw a 400 StripeError
 * that names the parameter.
 */
export class Params {
  readonly #read = new Set<string>();
  readonly #children: Params[] = [];

  constructor(
    private readonly fields: Fields,
    private readonly path = '',
  ) {}

  /** A text that is not empty; undefined when absent. */
  text(name: string, maxLength = 5000): string | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const param = this.#nameOf(name);
    if (typeof value !== 'string') throw invalid(`Invalid string: ${param}`, { param });
    if (value === '') {
      const message = `You passed an empty string for '${param}'. Leave it out instead.`;
      throw invalid(message, { param, code: 'parameter_invalid_empty' });
    }
    if (value.length > maxLength) {
      const message = `Invalid string: '${param}' must be at most ${maxLength} characters`;
      throw invalid(message, { param });
    }
    return value;
  }

  /** A text that must be there. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missing(this.#nameOf(name));
    return value;
  }

  /** A whole number from `min` on; undefined when absent. */
  integer(name: string, min: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const param = this.#nameOf(name);
    const code = 'parameter_invalid_integer';
    const number = Number(value);
    if (!/^-?\d{1,16}$/.test(value) || Math.abs(number) > MAX_INTEGER) {
      throw invalid(`Invalid integer: ${value.slice(0, 40)}`, { param, code });
    }
    if (number < min) {
      throw invalid(`This value must be greater than or equal to ${min}.`, { param, code });
    }
    return number;
  }

  flag(name: string): boolean | undefined {
    const value = this.oneOf(name, ['true', 'false']);
    return value === undefined ? undefined : value === 'true';
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
    const param = this.#nameOf(name);
    throw invalid(`Invalid ${param}: must be one of ${allowed.join(', ')}`, { param });
  }

  /** A list of texts in the order of the request; empty when absent. */
  list(name: string): string[] {
    const value = this.#take(name);
    if (value === undefined) return [];
    const param = this.#nameOf(name);
    if (typeof value === 'string') throw invalid('Invalid array', { param });
    return Object.values(value).map((item) => {
      if (typeof item !== 'string') throw invalid('Invalid string', { param });
      return item;
    });
  }

  /** The parameters below `name[...]`; undefined when there are none. */
  nested(name: string): Params | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const param = this.#nameOf(name);
    if (typeof value === 'string') throw invalid('Invalid object', { param });
    const child = new Params(value, param);
    this.#children.push(child);
    return child;
  }

  /** Whether `name` carries fields of its own (`created[gt]`) and not a plain value. */
  hasFields(name: string): boolean {
    return typeof this.fields[name] === 'object';
  }

  /** Metadata as Stripe bounds it: 50 keys of 40 characters, values of 500 (docs: "Metadata"). */
  metadata(): Record<string, string> {
    const value = this.#take('metadata');
    if (value === undefined || value === '') return {};
    if (typeof value === 'string') throw invalid('Invalid object', { param: 'metadata' });
    const entries = Object.entries(value).map(metadataEntry);
    if (entries.length > MAX_METADATA_KEYS) {
      throw invalid('Metadata can have at most 50 keys.', { param: 'metadata' });
    }
    return Object.fromEntries(entries.filter(([, text]) => text !== ''));
  }

  /** @throws StripeError `parameter_unknown` for the first parameter nobody read */
  assertAllRead(): void {
    for (const name of Object.keys(this.fields)) {
      if (this.#read.has(name)) continue;
      const param = this.#nameOf(name);
      const message = `Received unknown parameter: ${param}`;
      throw invalid(message, { param, code: 'parameter_unknown' });
    }
    for (const child of this.#children) child.assertAllRead();
  }

  #take(name: string): string | Fields | undefined {
    this.#read.add(name);
    return this.fields[name];
  }

  #nameOf(name: string): string {
    return this.path === '' ? name : `${this.path}[${name}]`;
  }
}

function metadataEntry([key, value]: [string, string | Fields]): [string, string] {
  const param = `metadata[${key}]`;
  if (typeof value !== 'string') throw invalid('Metadata values must be strings.', { param });
  if (key.length > MAX_METADATA_KEY_LENGTH) {
    throw invalid('Metadata keys can have up to 40 characters.', { param });
  }
  if (value.length > MAX_METADATA_VALUE_LENGTH) {
    throw invalid('Metadata values can have up to 500 characters.', { param });
  }
  return [key, value];
}
