import { assertMatch, etag, matchesNone } from './etag.js';
import { PreconditionFailed } from './problems.js';

describe('an entity tag', () => {
  it.each([[7, '"7"'], ['abc', '"abc"']])('of version %p is %s', (version, tag) => {
    expect(etag(version)).toBe(tag);
  });

  it.each([
    ['"7"', true],
    ['W/"7"', true],
    ['"6", "7"', true],
    ['"6",W/"7" ', true],
    ['*', true],
    ['7', false],
    ['"77"', false],
    ['"6"', false],
    ['', false],
    [undefined, false],
  ])('"7" is known already to If-None-Match %p: %p', (header, known) => {
    expect(matchesNone(header, '"7"')).toBe(known);
  });

  it.each([undefined, '*', '"7"', '"6", "7"', ' "7" '])('lets If-Match %p change version 7', (header) => {
    expect(() => assertMatch(header, 7)).not.toThrow();
  });

  it.each(['"6"', 'W/"7"', '7', '', '"7', '"07"', '"6", "8"', 'x'.repeat(10_000)])('refuses If-Match %p, and tells the version there is', (header) => {
    const change = () => assertMatch(header, 7);

    expect(change).toThrow(PreconditionFailed);
    expect(change).toThrow(expect.objectContaining({ details: { current_version: 7 } }));
  });
});
