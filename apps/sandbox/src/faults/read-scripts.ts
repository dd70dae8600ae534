import { invalid } from '../protocol/stripe-error.js';
import { FAULTS, OPERATIONS } from './script.js';
import type { NewScript } from './scripts.js';

const MAX_DELAY_MS = 600_000;
const MAX_TIMES = 100_000;
const FIELDS = ['fault', 'operation', 'delay_ms', 'times', 'match'];

/**
 * Reads `{"scripts": [...]}`.
 * @throws StripeError 400 that names the first fault, so that a misspelled script is no silent one
 */
export function readScripts(body: unknown): NewScript[] {
  const scripts = isObject(body) ? body.scripts : undefined;
  if (!Array.isArray(scripts))
    throw invalid('The body must be {"scripts": [...]}.', { param: 'scripts' });
  return scripts.map((script: unknown, index) => readScript(script, `scripts[${index}]`));
}

function readScript(script: unknown, at: string): NewScript {
  if (!isObject(script)) throw invalid('A script is an object.', { param: at });
  const unknown = Object.keys(script).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined)
    throw invalid(`Unknown field ${unknown}`, { param: `${at}.${unknown}` });
  return {
    fault: oneOf(script.fault, FAULTS, `${at}.fault`),
    operation: oneOf(script.operation ?? 'any', OPERATIONS, `${at}.operation`),
    delay_ms: whole(script.delay_ms ?? 0, 0, MAX_DELAY_MS, `${at}.delay_ms`),
    times: whole(script.times ?? 1, 1, MAX_TIMES, `${at}.times`),
    match: texts(script.match ?? {}, `${at}.match`),
  };
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], param: string): T {
  if (allowed.includes(value as T)) return value as T;
  throw invalid(`${param} must be one of ${allowed.join(', ')}`, { param });
}

function whole(value: unknown, min: number, max: number, param: string): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number;
  }
  throw invalid(`${param} must be a whole number from ${min} to ${max}`, { param });
}

function texts(value: unknown, param: string): Record<string, string> {
  if (isObject(value) && Object.values(value).every((text) => typeof text === 'string')) {
    return value as Record<string, string>;
  }
  throw invalid(`${param} must be an object of texts`, { param });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
