import fc from 'fast-check';
import type { ApiOperations, Schema } from './document.js';
import { HINTS } from './hints.js';
import { hostileJson, Raw, Ref } from './values.js';

type Values = fc.Arbitrary<unknown>;

const ID = /^\^([a-z]+)_\[0-7\]/;

/** Arbitraries of a document's schemas: what fits, what has one fault, and what is hostile in one place or all over. */
export class FromSchema {
  readonly #valid = new Map<Schema, Map<string, Values>>();

  constructor(private readonly api: ApiOperations) {}

  /** Values that the schema allows. `name` is that of the field: some fields mean more than their schema says. */
  valid(given: Schema, name = ''): Values {
    const schema = this.api.resolved(given);
    const byName = this.#valid.get(schema) ?? new Map<string, Values>();
    this.#valid.set(schema, byName);
    let values = byName.get(name);
    if (!values) byName.set(name, (values = HINTS[name]?.(schema) ?? this.#made(schema)));
    return values;
  }

  /** Of the right form, with hostile values where leaves are: they may be allowed or not. */
  hostile(given: Schema): Values {
    const schema = this.api.resolved(given);
    const { properties } = schema;
    if (!properties) return fc.oneof({ weight: 3, arbitrary: this.valid(schema) }, { weight: 2, arbitrary: hostileJson });
    const fields = Object.entries(properties).map(([name, property]) =>
      [name, fc.oneof({ weight: 5, arbitrary: this.valid(property, name) }, { weight: 1, arbitrary: hostileJson }, { weight: 1, arbitrary: this.hostile(property) })] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
  }

  #made(schema: Schema): Values {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    switch (schema.type) {
      case 'integer': case 'number': return wholes(schema);
      case 'boolean': return fc.boolean();
      case 'array': return this.#list(schema);
      case 'object': return this.#object(schema);
      default: return texts(schema);
    }
  }

  #list({ items = {}, minItems = 0, maxItems = 5, uniqueItems }: Schema): Values {
    const length = { minLength: minItems, maxLength: Math.min(maxItems, Math.max(minItems, 3)) };
    const item = this.valid(items, 'item');
    return uniqueItems ? fc.uniqueArray(item, length) : fc.array(item, length);
  }

  #object({ properties, required = [], additionalProperties }: Schema): Values {
    if (!properties) return additionalProperties ? fc.dictionary(fc.string({ minLength: 1, maxLength: 40 }).filter((key) => !(key in {})), this.valid(additionalProperties, 'item'), { maxKeys: 3 }) : fc.constant({});
    const fields = Object.entries(properties).map(([name, property]) => {
      const values = this.valid(property, name);
      const left = MOSTLY.has(name) ? 1 : 16;
      return [name, required.includes(name) ? values : fc.oneof({ weight: left, arbitrary: fc.constant(undefined) }, { weight: 8, arbitrary: values })] as const;
    });
    return fc.record(Object.fromEntries(fields)).map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));
  }
}

/** May be left out, and then there is little to do with what was made. */
const MOSTLY = new Set(['status', 'prices', 'lines', 'payment', 'delta']);

function wholes({ minimum = 0, maximum = 1_000_000 }: Schema): Values {
  const small = fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 0) + 5) });
  return fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: fc.maxSafeInteger().map((n) => minimum + (Math.abs(n) % (maximum - minimum + 1))) });
}

function texts({ pattern, format, minLength = 0, maxLength = 100 }: Schema): Values {
  const id = pattern && ID.exec(pattern);
  if (id) return fc.nat(50).map((pick) => new Ref(id[1]!, pick));
  if (pattern) return fc.stringMatching(new RegExp(pattern.replaceAll('\\S+', '[a-z]{1,9}'))).filter((text) => text.length >= minLength && text.length <= maxLength);
  if (format === 'email') return fc.uuid().map((id) => `${id.slice(0, 13)}@example.com`);
  if (format === 'date-time') return fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'uri') return fc.constantFrom('https://shop.example/done', 'http://localhost:5173/done?a=b');
  return fc.string({ unit: LETTERS, minLength: Math.max(minLength, 1), maxLength: Math.max(minLength, Math.min(maxLength, 24)) });
}

/** Of many scripts, and none that a card number could be made of. */
const LETTERS = fc.constantFrom(...'abcdefgh XYZ-_.,éüßñçøłžЖяλω中文日本한국עבرية💡🛒');

export interface Faulty {
  readonly what: string;
  readonly value: unknown;
}

/** Every way to put one fault into a value that fits its schema. */
export function faultsIn(api: ApiOperations, given: Schema, value: unknown, at = ''): Faulty[] {
  const schema = api.resolved(given);
  const own = ownFaults(schema, value).map(({ what, value }) => ({ what: `${at || '/'} ${what}`, value }));
  if (schema.type === 'array' && Array.isArray(value)) {
    const inner = value.flatMap((item, index) => faultsIn(api, schema.items ?? {}, item, `${at}/${index}`).map((faulty) => ({ ...faulty, value: value.with(index, faulty.value) })));
    return [...own, ...inner];
  }
  const { properties } = schema;
  if (!properties || value === null || typeof value !== 'object' || value instanceof Ref || value instanceof Raw) return own;
  const object = value as Record<string, unknown>;
  const inner = Object.entries(properties).flatMap(([name, property]) =>
    name in object ? faultsIn(api, property, object[name], `${at}/${name}`).map((faulty) => ({ ...faulty, value: { ...object, [name]: faulty.value } })) : []);
  const gone = (schema.required ?? []).flatMap((name) => [
    { what: `${at}/${name} missing`, value: { ...object, [name]: undefined } },
    { what: `${at}/${name} null`, value: { ...object, [name]: null } },
  ]);
  return [...own, ...inner, ...gone, { what: `${at}/colour unknown`, value: { ...object, colour: 'red' } }, { what: `${at}/id unknown`, value: { ...object, 'id ': 1 } }];
}

const fault = (what: string, value: unknown): Faulty => ({ what, value });

function ownFaults(schema: Schema, value: unknown): Faulty[] {
  const wrong = [fault('a list', ['x']), fault('an object', { x: 1 })];
  switch (schema.type) {
    case 'integer': case 'number': return [...wrong, fault('a text', 'x'), fault('a flag', true), fault('a fraction', 1.5), fault('beyond all', new Raw('1e400')), ...bounds(schema)];
    case 'boolean': return [...wrong, fault('a text', 'yes'), fault('a number', 1)];
    case 'array': return [fault('a text', 'x'), fault('an object', { length: 1 }), ...sizes(schema, value)];
    case 'object': return [fault('a text', 'x'), fault('a list', []), fault('a number', 1)];
    default: return [...wrong, fault('a number', 1), fault('a flag', false), ...textFaults(schema)];
  }
}

const bounds = ({ minimum, maximum }: Schema): Faulty[] => [
  ...(minimum === undefined ? [] : [fault('too small', minimum - 1)]),
  ...(maximum === undefined ? [] : [fault('too large', maximum + 1)]),
];

const sizes = ({ minItems, maxItems, items, uniqueItems }: Schema, value: unknown): Faulty[] => [
  ...(minItems ? [fault('empty', [])] : []),
  ...(maxItems !== undefined && maxItems <= 300 && Array.isArray(value) && value.length > 0 ? [fault('too many', Array.from({ length: maxItems + 1 }, () => value[0]))] : []),
  ...(uniqueItems && Array.isArray(value) && value.length > 0 ? [fault('twice the same', [value[0], value[0]])] : []),
  ...(items?.type === 'string' ? [fault('a number inside', [1]), fault('null inside', [null])] : []),
];

const textFaults = ({ enum: choices, pattern, format, minLength, maxLength }: Schema): Faulty[] => [
  ...(choices ? [fault('no choice', 'no such choice')] : []),
  ...(pattern ? [fault('against the pattern', '\u00a0 no ! such #')] : []),
  ...(format ? [fault(`no ${format}`, 'nothing of the kind')] : []),
  ...(minLength ? [fault('too short', 'x'.repeat(minLength - 1))] : []),
  ...(maxLength === undefined ? [] : [fault('too long', 'x'.repeat(maxLength + 1))]),
  ...(maxLength === undefined || pattern ? [] : [fault('a NUL', 'a\u0000b'), fault('half a pair', 'a\ud800')]),
];
