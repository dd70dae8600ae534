import fc from 'fast-check';
import { holdsCardNumber } from '../kernel/index.js';
import { depthOf, parseJson } from './json-body.js';
import { MalformedJson } from './problems.js';

const INHERITED = ['__proto__', 'constructor', 'hasOwnProperty', 'isPrototypeOf', 'toString', 'valueOf', '__defineGetter__'];

describe('the depth of JSON', () => {
  it.each([
    ['1', 0],
    ['{}', 1],
    ['[[]]', 2],
    ['[[],[]]', 2],
    ['{"a":[{"b":{}}]}', 4],
    ['"[[[["', 0],
    ['"\\"[[[["', 0],
    ['["\\\\",[]]', 2],
    ['{"[":"{"}', 1],
  ])('of %s is %i', (json, depth) => {
    expect(depthOf(json)).toBe(depth);
  });

  it('is that of the value, whatever its texts hold', () => {
    const depth = (value: unknown): number => (value !== null && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0);

    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => depthOf(JSON.stringify(value)) === depth(value)));
  });
});

describe('a body', () => {
  it('is read as JSON.parse reads it, as long as it is modest', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const json = JSON.stringify(value);
        fc.pre(!INHERITED.some((name) => json.includes(name)) && !holdsCardNumber(json));
        expect(parseJson(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  it('may nest 32 levels deep and no deeper', () => {
    expect(parseJson('['.repeat(32) + ']'.repeat(32))).toEqual(expect.any(Array));
    expect(() => parseJson('['.repeat(33) + ']'.repeat(33))).toThrow('The body nests deeper than 32 levels.');
  });

  it('ends the same way for a million brackets', () => {
    expect(() => parseJson('['.repeat(1_000_000))).toThrow(MalformedJson);
  });

  it.each(INHERITED)('has no key %s, at the top, deep inside, or spelled with escapes', (name) => {
    const escaped = [...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

    for (const json of [`{"${name}":1}`, `{"a":[{"${name}":{}}]}`, `{"${escaped}":"x"}`]) {
      expect(() => parseJson(json)).toThrow(`The key ${name} is not taken.`);
    }
  });

  it('may speak of such names in its texts', () => {
    expect(parseJson('{"about":"__proto__ and constructor"}')).toEqual({ about: '__proto__ and constructor' });
  });

  it('is refused in our words whatever is wrong with it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedJson);
          expect((error as Error).message).toMatch(/^The (body|key) /);
        }
      }),
    );
  });
});
