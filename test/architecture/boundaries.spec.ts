import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brokenRules, type Condition, cruise, filesOf, ROOT, type Rule, RULES } from './cruise.js';
import { BROKEN, INNOCENT, PACKAGES } from './fixtures/broken-tree.js';

/** A cruise takes two seconds, on a busy machine many more. */
const PATIENCE_MS = 120_000;

const TREE = ['apps', 'libs', 'config', 'test', 'bench'];

function writeTree(folder: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(INNOCENT)) write(path, text);
  for (const [path, , text] of BROKEN) write(path, text);
  for (const name of Object.values(PACKAGES).flat()) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, '1']));
  const { dependencies, devDependencies } = PACKAGES;
  const manifest = {
    dependencies: versions(dependencies),
    devDependencies: versions(devDependencies),
  };
  write('package.json', JSON.stringify(manifest));
  cpSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
}

const listOf = (given: Condition['path']): readonly string[] => [given ?? []].flat();

/** A pattern with $1, $2 filled in as dependency-cruiser does, from each file that `from` names. */
function filledIn(pattern: string, { from }: Rule, files: readonly string[]): RegExp[] {
  if (!/\$\d/.test(pattern)) return [new RegExp(pattern)];
  const sources = listOf(from.path).map((path) => new RegExp(path));
  const matches = files.flatMap((file) => sources.map((source) => source.exec(file)));
  const texts = matches.flatMap((match) =>
    match ? [pattern.replaceAll(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')] : [],
  );
  return [...new Set(texts)].map((text) => new RegExp(text));
}

/** Patterns that match none of the files, as `rule: pattern`. */
function vacuous(rules: readonly Rule[], files: readonly string[]): string[] {
  return rules.flatMap((rule) => {
    const patterns = [rule.from, rule.to].flatMap(({ path, pathNot }) => [
      ...listOf(path),
      ...listOf(pathNot),
    ]);
    return patterns
      .filter(
        (pattern) =>
          !filledIn(pattern, rule, files).some((regex) => files.some((file) => regex.test(file))),
      )
      .map((pattern) => `${rule.name}: ${pattern}`);
  });
}

describe('the dependency rules, on a tree that breaks them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-boundaries-'));
  let broken: Map<string, string[]>;

  beforeAll(async () => {
    writeTree(folder);
    broken = brokenRules(await cruise(folder, ...TREE));
  }, PATIENCE_MS);

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(BROKEN)('find in %s that it breaks %s alone', (file, rule) => {
    expect(broken.get(file)).toEqual([rule]);
  });

  it('find nothing in files that keep them', () => {
    const accused = Object.keys(INNOCENT).filter((file) => broken.has(file));

    expect(accused).toEqual([]);
  });

  it('are each broken by a fixture', () => {
    const shown = new Set(BROKEN.map(([, rule]) => rule));

    expect([...shown].sort()).toEqual(RULES.map(({ name }) => name).sort());
  });
});

describe('the dependency rules, on this tree', () => {
  let files: string[];

  beforeAll(async () => {
    files = filesOf(await cruise(ROOT, ...TREE));
  }, PATIENCE_MS);

  it('have no pattern that matches no file', () => {
    expect(vacuous(RULES, files)).toEqual([]);
  });

  it('would be found out if a pattern matched no file', () => {
    const rules = [
      { name: 'misspelled', from: { path: '^lib/' }, to: { pathNot: ['^libs/', '^moduls/'] } },
      {
        name: 'no-such-folder',
        from: { path: '^libs/([^/]+)/' },
        to: { path: '^libs/$1/sources/' },
      },
      { name: 'fine', from: { path: '^libs/([^/]+)/' }, to: { path: '^libs/$1/src/index\\.ts$' } },
    ];

    const found = vacuous(rules, files);

    expect(found).toEqual([
      'misspelled: ^lib/',
      'misspelled: ^moduls/',
      'no-such-folder: ^libs/$1/sources/',
    ]);
  });

  it('name every module under libs in the table of imports', () => {
    const modules = readdirSync(join(ROOT, 'libs')).sort();

    const inTable = RULES.flatMap(({ name }) => /^imports-of-(.+)$/.exec(name)?.[1] ?? []).sort();

    expect(inTable).toEqual(modules);
  });
});
