import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '@holdfast/config';
import { envExample } from '../../config/env-example.js';
import { environmentReads } from './conventions/environment.js';
import { typesThatAreGone } from './conventions/injection.js';
import { unhandledMessages } from './conventions/messages.js';
import { forbiddenNames, longFiles } from './conventions/names.js';
import { foreignSchemasInMigrations, foreignTables } from './conventions/schemas.js';
import { unmovableTimes } from './conventions/time.js';
import { ROOT } from './cruise.js';
import { type Source, sourceOf, sourcesUnder } from './sources.js';

const tree = sourcesUnder('apps', 'libs', 'config', 'test', 'bench');
const production = tree.filter(({ path }) => /^(apps|libs|config)\//.test(path));

const texts = (files: Readonly<Record<string, string>>): Source[] =>
  Object.entries(files).map(([path, text]) => sourceOf(path, text));

describe('the environment', () => {
  it('is read in config/env.ts alone', () => {
    expect(environmentReads(tree)).toEqual([]);
  });

  it.each([
    `const port = process.env.PORT;`,
    `const { env } = process;`,
    `const all = { ...globalThis.process.env };`,
    `const key = process['env'].KEY;`,
    `import { env } from 'node:process';`,
  ])('would be found out in %s', (text) => {
    const found = environmentReads(texts({ 'libs/catalog/src/a.ts': text }));

    expect(found).toHaveLength(1);
  });

  it('may be touched by the launcher for PATH, and for nothing else', () => {
    const found = environmentReads(
      texts({ 'apps/launcher/run.mjs': `process.env.PATH = process.env.HOME;` }),
    );

    expect(found).toEqual(['apps/launcher/run.mjs: process.env.HOME']);
  });

  it('is described in .env.example as config/env.ts declares it', () => {
    expect(readFileSync(join(ROOT, '.env.example'), 'utf8')).toBe(envExample());
  });

  it('would be described otherwise with a setting more or another default', () => {
    const more = envExample({
      ...settings,
      SHOE_SIZE: { about: 'Size of the shoes.', fallback: 42 },
    });
    const other = envExample({ ...settings, PORT: { about: 'Port of the API.', fallback: 3999 } });

    expect(more).toBe(`${envExample()}\n# Size of the shoes.\n# SHOE_SIZE=42\n`);
    expect(other).toBe(envExample().replace('# PORT=3000', '# PORT=3999'));
    expect(other).not.toBe(envExample());
  });
});

describe('time', () => {
  it('is told by what can be moved', () => {
    expect(unmovableTimes(tree)).toEqual([]);
  });

  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const SQL = `select current_timestamp`;',
    'const SQL = `update a set b = pg_catalog.now() where c = ${d}`;',
    "const SQL = `select 'now'::timestamptz`;",
  ])('would be found out in %s', (text) => {
    const path = 'libs/catalog/src/a.ts';

    expect(unmovableTimes(texts({ [path]: text }))).toHaveLength(1);
    expect(unmovableTimes(texts({ [path]: 'const at = new Date(row.at); const SQL = `select now()`;' }))).toEqual([]);
  });
});

describe('messages', () => {
  const BUY = `class Buy extends Command<void> {} @CommandHandler(Buy) class BuyHandler {}`;
  const WIRED = `@Module({ providers: [BuyHandler, AgainHandler] }) class ShopModule {}`;

  it('have one handler each, which is wired', () => {
    expect(unhandledMessages(tree)).toEqual([]);
  });

  it.each([
    [
      'without a handler',
      { 'a.ts': `class Sell extends Query<number> {}` },
      'shop: Sell has 0 handlers',
    ],
    [
      'with two handlers',
      { 'a.ts': `@CommandHandler(Buy) class AgainHandler {}` },
      'shop: Buy has 2 handlers',
    ],
    [
      'handled by nobody who is wired',
      { 'shop.module.ts': `import { BuyHandler } from './b.js';` },
      `shop: BuyHandler is in no module's providers`,
    ],
    [
      'that are none',
      { 'b.ts': `${BUY} class Ask {} @QueryHandler(Ask) class AgainHandler {}` },
      'shop: AgainHandler handles Ask, which is no Query of it',
    ],
  ])('would be found out %s', (_, files, complaint) => {
    const shop = { 'b.ts': BUY, 'shop.module.ts': WIRED, ...files };

    const found = unhandledMessages(
      texts(
        Object.fromEntries(
          Object.entries(shop).map(([name, text]) => [`libs/shop/src/${name}`, text]),
        ),
      ),
    );

    expect(found).toEqual([complaint]);
  });
});

describe('schemas', () => {
  const neighbor = { 'libs/catalog/src/catalog.ts': 'export {};' };
  const migration = 'libs/ordering/src/adapters/persistence/migrations/0001-ordering.ts';

  it('are named by the migrations of their own module alone', () => {
    expect(foreignSchemasInMigrations(production)).toEqual([]);
  });

  it.each([
    ['create table ordering.lines (variant uuid references catalog.variants)', 'names catalog.'],
    ['alter table public.orders add column a int', 'names public.'],
    [
      'create table if not exists orders (id uuid)',
      'no schema in "create table if not exists orders"',
    ],
    ['create unique index one on orders (id)', 'no schema in "index one on orders"'],
  ])('would be found out in a migration that says %s', (sql, complaint) => {
    const found = foreignSchemasInMigrations(
      texts({ ...neighbor, [migration]: `this.addSql(\`${sql}\`);` }),
    );

    expect(found).toEqual([`${migration}: ${complaint}`]);
  });

  it('are left alone by migrations that keep to their own', () => {
    const sql =
      'create table ordering.${name} (id uuid); create index i on ordering.orders (id); ' +
      "create trigger t before update on ordering.orders; select platform.audit('ordering.orders', 'ord')";

    const found = foreignSchemasInMigrations(
      texts({
        ...neighbor,
        [migration]: `this.addSql(\`${sql}\`); on('catalog.product-updated.v1');`,
      }),
    );

    expect(found).toEqual([]);
  });

  it('are read and written by the SQL of their own module alone', () => {
    expect(foreignTables(production)).toEqual([]);
  });

  it('would be found out in a join with the tables of another module', () => {
    const file = 'libs/ordering/src/adapters/persistence/list.ts';

    const found = foreignTables(
      texts({
        ...neighbor,
        [file]: `const LIST = 'select 1 from ordering.lines join catalog.variants v on true';`,
      }),
    );

    expect(found).toEqual([`${file}: join catalog.variants`]);
  });
});

describe('files and names', () => {
  it('are no longer than 250 lines', () => {
    expect(longFiles(production)).toEqual([]);
  });

  it('would be found out with a line more', () => {
    const [longest, longer] = [250, 251].map((lines) => `x;\n`.repeat(lines));

    const found = longFiles(texts({ 'libs/a.ts': longest!, 'libs/b.ts': longer! }));

    expect(found).toEqual(['libs/b.ts: 251 lines']);
  });

  it('say what a thing is for', () => {
    expect(forbiddenNames(tree)).toEqual([]);
  });

  it.each([
    ['libs/a.ts', 'interface IClock {}'],
    ['libs/a.ts', 'class StockImpl {}'],
    ['libs/a.ts', 'class BaseStock {}'],
    ['libs/a.ts', 'class StockManager {}'],
    ['libs/a.ts', 'function stockHelper() {}'],
    ['libs/a.ts', 'type StockUtils = string'],
    ['libs/stock.port.ts', ''],
    ['libs/stock-helper.ts', ''],
    ['libs/utils.ts', ''],
    ['libs/StockItem.ts', ''],
  ])('would be found out in %s with %s', (path, text) => {
    const found = forbiddenNames(texts({ [path]: text }));

    expect(found).toHaveLength(1);
  });
});

describe('what Nest injects and validates', () => {
  it('exists at run time', () => {
    expect(typesThatAreGone(tree)).toEqual([]);
  });

  it.each([
    `import type { Clock } from 'a'; @Injectable() class A { constructor(clock: Clock) {} }`,
    `import { type Clock } from 'a'; @CommandHandler(B) class A { constructor(a: Clock) {} }`,
    `import type Clock from 'a'; @Controller() class A { constructor(clock: Clock) {} }`,
    `interface Clock {} @Consumes('a') class A { constructor(clock: Clock) {} }`,
    `import type { Order } from 'a'; @Controller() class A { @Post() b(@Body() order: Order) {} }`,
  ])('would be found out in %s', (text) => {
    const found = typesThatAreGone(texts({ 'libs/shop/src/a.ts': text }));

    expect(found).toHaveLength(1);
  });

  it.each([
    `import { Clock } from 'a'; @Injectable() class A { constructor(clock: Clock) {} }`,
    `import type { Clock } from 'a'; class A { constructor(clock: Clock) {} }`,
    `import type { Log } from 'a'; @Injectable() class A { constructor(@Inject(B) c: Log) {} }`,
    `import type { Request } from 'a'; @Controller() class A { @Get() b(@Req() c: Request) {} }`,
    `import type { Text } from 'a'; @Controller() class A { @Get() b(@Query('c') c: Text) {} }`,
  ])('is left alone in %s', (text) => {
    const found = typesThatAreGone(texts({ 'libs/shop/src/a.ts': text }));

    expect(found).toEqual([]);
  });
});
