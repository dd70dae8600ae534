import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './cruise.js';
import { sourceOf, sourcesUnder } from './sources.js';
import { testNames } from './test-names.js';

interface Entry {
  /** What the requirement asks for, in a few words. */
  readonly asks: string;
  /** Full names of tests, by file. */
  readonly tests?: Readonly<Record<string, readonly string[]>>;
  /** Why it is met without a test, in how far it is not met, or why it does not concern this. */
  readonly note?: string;
}

type Map = Readonly<Record<string, Entry>>;

/** What is wrong with a map of requirements, given the tests that there are. */
function faultsOf(map: Map, tests: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return Object.entries(map).flatMap(([id, { asks, tests: named = {}, note }]) => [
    ...(/^V([1-9]|1[0-7])\.\d{1,2}\.\d{1,2}$/.test(id) ? [] : [`${id} is no id of ASVS 5.0`]),
    ...(asks ? [] : [`${id} does not say what is asked`]),
    ...(Object.values(named).flat().length > 0 || note ? [] : [`${id} names no test and says nothing`]),
    ...Object.entries(named).flatMap(([file, names]) => {
      const known = tests.get(file);
      return known ? names.filter((name) => !known.has(name)).map((name) => `${id}: ${file} has no test "${name}"`) : [`${id}: there is no ${file}`];
    }),
  ]);
}

describe('the map of ASVS 5.0', () => {
  const map = JSON.parse(readFileSync(join(ROOT, 'docs/asvs.json'), 'utf8')) as Map;
  const tests = new Map(sourcesUnder('test', 'libs', 'apps').filter(({ path }) => path.endsWith('.spec.ts')).map((source) => [source.path, new Set(testNames(source))]));

  it('names tests that exist, under ids of the right form, in their order', () => {
    expect(faultsOf(map, tests)).toEqual([]);
    const numbers = (id: string) => id.slice(1).split('.').map((part) => part.padStart(2, '0')).join('.');
    expect(Object.keys(map)).toEqual(Object.keys(map).sort((a, b) => numbers(a).localeCompare(numbers(b))));
    expect(Object.keys(map).length).toBeGreaterThan(60);
  });

  it('would not name anything else', () => {
    const known = new Map([['a.spec.ts', new Set(['a › b'])]]);
    const entry = (tests: Record<string, string[]>): Entry => ({ asks: 'x', tests });

    expect(faultsOf({ 'V1.2.3': entry({ 'a.spec.ts': ['a › b'] }) }, known)).toEqual([]);
    expect(faultsOf({ '1.2.3': entry({ 'a.spec.ts': ['a › c'] }), 'V18.1.1': entry({ 'b.spec.ts': [] }), 'V2.1.1': { asks: '' } }, known)).toEqual([
      '1.2.3 is no id of ASVS 5.0', '1.2.3: a.spec.ts has no test "a › c"', 'V18.1.1 is no id of ASVS 5.0', 'V18.1.1 names no test and says nothing', 'V18.1.1: there is no b.spec.ts',
      'V2.1.1 does not say what is asked', 'V2.1.1 names no test and says nothing',
    ]);
  });

  it('reads the names of tests as they are written', () => {
    const text = `describe('a', () => { it('b', run); describe('c', () => { it.each<[string]>([['x']])('d %s', run); test.each(['y'])(\`e\`, run); }); }); other('f', run); it(name, run);`;

    expect(testNames(sourceOf('x.spec.ts', text))).toEqual(['a › b', 'a › c › d %s', 'a › c › e']);
  });
});
