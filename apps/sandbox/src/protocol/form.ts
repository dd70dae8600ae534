import { invalid } from './stripe-error.js';

/** A form with bracketed names as a tree; lists are fields whose names are their positions. */
export interface Fields {
  [name: string]: string | Fields;
}

const PARAMETER_NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;
const MAX_PARAMETERS = 1000;
const MAX_DEPTH = 5;

/**
 * Reads `a[b][0]=x` as the Stripe SDKs write it. The tree has no prototype, so that a
 * parameter called `__proto__` is a parameter like any other.
 * @throws StripeError 400 for a name that is not well formed and for contradictory nesting
 */
export function parseForm(text: string): Fields {
  const root = noFields();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > MAX_PARAMETERS) throw invalid('Too many parameters.');
    // PostgreSQL cannot hold the character in a text; Stripe refuses it too.
    if (value.includes('\0') || name.includes('\0'))
      throw invalid('Invalid string: NUL character.');
    place(root, segmentsOf(name), value, name);
  }
  return root;
}

function segmentsOf(name: string): string[] {
  const [, head, brackets] = PARAMETER_NAME.exec(name) ?? [];
  if (head === undefined || brackets === undefined) {
    throw invalid(`Invalid parameter name: ${name.slice(0, 100)}`, { param: name.slice(0, 100) });
  }
  const segments = [head, ...brackets.slice(1, -1).split('][')].slice(0, brackets ? undefined : 1);
  if (segments.length > MAX_DEPTH) throw invalid('Parameters are nested too deeply.');
  return segments;
}

function place(root: Fields, segments: readonly string[], value: string, name: string): void {
  let fields = root;
  for (const [position, segment] of segments.entries()) {
    const key = segment === '' ? String(Object.keys(fields).length) : segment;
    const present = fields[key];
    if (position === segments.length - 1) {
      if (typeof present === 'object') throw contradiction(name);
      fields[key] = value;
      return;
    }
    if (typeof present === 'string') throw contradiction(name);
    fields = fields[key] = present ?? noFields();
  }
}

function noFields(): Fields {
  return Object.create(null) as Fields;
}

function contradiction(name: string): Error {
  return invalid(`Invalid request: ${name} is used both as a value and as an object.`, {
    param: name,
  });
}
