import fc from 'fast-check';
import { canonicalJson, fingerprint } from './canonical-json.js';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, shuffled(item)]));
};

describe('canonical JSON', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(value) === canonicalJson(shuffled(value))));
  });

  it('says the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b);
        if (same) expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(JSON.stringify(b)));
      }),
    );
  });

  it.each([
    [{ b: 1, a: [2, { d: null, c: 'x' }] }, '{"a":[2,{"c":"x","d":null}],"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [undefined, 'null'],
    ['"', '"\\""'],
  ])('of %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

describe('the fingerprint of a request', () => {
  const one = fingerprint('POST', '/v1/carts', { a: 1, b: 2 });

  it('is the same for another spelling of the body', () => {
    expect(fingerprint('POST', '/v1/carts', { b: 2, a: 1 })).toEqual(one);
  });

  it.each([
    ['method', 'PUT', '/v1/carts', { a: 1, b: 2 }],
    ['path', 'POST', '/v1/carts/', { a: 1, b: 2 }],
    ['value', 'POST', '/v1/carts', { a: 1, b: '2' }],
    ['order of a list', 'POST', '/v1/carts', [2, 1]],
  ])('differs with the %s', (_what, method, path, body) => {
    expect(fingerprint(method, path, body)).not.toEqual(one);
    expect(one).toHaveLength(32);
  });
});
