import { globSync, readFileSync } from 'node:fs';
import vm from 'node:vm';
import { isEmail, isURL } from 'class-validator';
import ts from 'typescript';

/** Characters of a hostile text. Where work grows with its square, that is 10¹⁰ steps; where it grows with the length, a millisecond. */
const LONG = 100_000;
/** So many texts are tried together. */
const TOGETHER = 10;
/** What stops an expression that does not end. Milliseconds; a linear one needs a hundredth of it. */
const GIVE_UP = 3_000;

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Every expression that stands in the sources of what is shipped. */
function expressions(): Found[] {
  const files = globSync('{libs,apps,config}/**/*.ts', { cwd: new URL('../../', import.meta.url).pathname }).filter((file) => !/\.spec\.ts$|-under-test\.ts$|^apps\/(launcher|cli|sandbox)\//.test(file));
  return files.toSorted().flatMap((file) => literalsOf(file, readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')));
}

function literalsOf(file: string, text: string): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** Units of which long texts are made: what the expression speaks of itself, and one of each kind of character. */
function unitsOf(source: string): string[] {
  const literals = [...new Set(source.replaceAll(/\\[a-zA-Z]\{?[^}]*\}?/g, '').match(/[\w<>&"'@:/.,=%$ -]/g) ?? [])].slice(0, 6);
  const kinds = ['a', 'Z', '0', ' ', '\n', '-', '_', '.', '@', '<', '>', '"', '\\', '/', '&', '%', '[', '(', 'é', '１', '\u0300', '\ud800', '\u0007', '💥', ','];
  const pairs = literals.flatMap((one) => literals.filter((other) => other !== one).map((other) => one + other));
  return [...new Set([...literals, ...kinds, ...pairs, 'a@', 'a.', '1 ', '1-', '<a', '&a', 'aA0', '\\"', '0.'])];
}

/** Long texts that begin like something the expression takes, and end like nothing it takes. */
const textsOf = ({ source }: Found, length: number): string[] =>
  unitsOf(source).flatMap((unit) => {
    const body = unit.repeat(Math.ceil(length / unit.length));
    return ['', '"', '1.', 'Bearer '].flatMap((head) => ['', '\u0001'].map((tail) => head + body + tail));
  });

/** The first of the texts on which the expression does not come to an end in time. */
function stuckOn(expression: Found, length = LONG): string | undefined {
  const script = new vm.Script('for (const text of texts) { now = text; text.replace(expression, ""); }');
  const flags = expression.flags.includes('g') ? expression.flags : `${expression.flags}g`;
  const texts = textsOf(expression, length);
  const inside = vm.createContext({ texts, now: '', expression: new RegExp(expression.source, flags) });
  for (let from = 0; from < texts.length; from += TOGETHER) {
    inside['texts'] = texts.slice(from, from + TOGETHER);
    try {
      script.runInContext(inside, { timeout: GIVE_UP });
    } catch {
      return inside['now'] as string;
    }
  }
  return undefined;
}

const nameOf = ({ file, source, flags }: Found): string => `${file} /${source}/${flags}`;

describe('regular expressions', () => {
  const all = expressions();

  it('are found in the sources', () => {
    expect(all.length).toBeGreaterThan(80);
  });

  it.each(all.map((one) => [nameOf(one), one] as const))('take no longer than the text is long: %s', (_name, one) => {
    expect(stuckOn(one)?.slice(0, 40)).toBeUndefined();
  }, 60_000);

  it.each<[string, (text: string) => boolean]>([['e-mails', (text) => isEmail(text)], ['addresses', (text) => isURL(text, { require_tld: false })]])(
    'of the library for %s come to an end as well', (_name, check) => {
      const texts = ['a', 'a.', '.', '@', '-', ' ', '"', '<', '['].flatMap((unit) => ['', 'http://', 'a@'].flatMap((head) => ['', '@example.com', '.com'].map((tail) => head + unit.repeat(LONG / unit.length) + tail)));

      expect(vm.runInNewContext('look()', { look: () => texts.filter(check) }, { timeout: GIVE_UP * 5 })).toEqual([]);
    },
    60_000,
  );

  it('are known by the time that they take: one that begins anew at each character is found', () => {
    const slow = literalsOf('here', 'const slow = /<[^>]*>/g;');

    expect(stuckOn(slow[0]!)?.slice(0, 3)).toBe('<<<');
  }, 60_000);
});
