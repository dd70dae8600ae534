import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, Shop } from '../../../../test/support/shop.js';
import { cli } from '../cli-under-test.js';

describe('import and seed', () => {
  let shop: Shop;
  let folder: string;
  let run: ReturnType<typeof cli>;
  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    folder = mkdtempSync(join(tmpdir(), 'holdfast-import-'));
    run = cli({ PUBLIC_URL: shop.url, HOLDFAST_ADMIN_KEY: ADMIN_KEY });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await shop.close();
  });

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const HEAD = 'Handle,Title,Variant Price\n';

  it('put the demo catalog in, and change nothing when it is there', async () => {
    const [first, again] = [await run('seed'), await run('seed', '--json')];

    expect(first).toMatchObject({ status: 0, said: ['150 rows: 42 products made, 0 changed, 0 as they were, 0 left out.'], warned: [] });
    expect(again.json()).toMatchObject({ import: { status: 'completed', result: { created: 0, updated: 0, unchanged: 42 } }, refused: [] });
  });

  it('show how far they are, and take their line away', async () => {
    const { shown } = await run('import', file('some.csv', `${HEAD}ring,Ring,5\n`));

    expect(shown[0]).toMatch(/^Sending .*some\.csv…$/);
    expect(shown[1]).toMatch(/^[█░]{24} +\d+ % {2}\d+ of 1 rows, \d+ products$/);
    expect(shown.at(-1)).toBe('');
  });

  it('list what was refused by its line, and end with 1', async () => {
    const path = file('faulty.csv', `${HEAD}good,Good,5\nbad,Bad,abc\nworse,Worse,-1\n`);

    const [told, asJson] = [await run('import', path), await run('import', path, '--json')];

    expect([told.status, asJson.status]).toEqual([1, 1]);
    expect(told.said.join('\n')).toMatch(/3 rows: 1 products made, .* 2 left out\.\n.*\n {2}line 3: .*Variant Price, "abc"\)\n {2}line 4: /);
    expect(asJson.json()).toMatchObject({ import: { result: { unchanged: 1, failed: 2 } }, refused: [{ line: 3, column: 'Variant Price', value: 'abc' }, { line: 4 }] });
  });

  it('list more refused rows than fit on a page, to machines all of them', async () => {
    const rows = Array.from({ length: 130 }, (_, at) => `thing-${at},Thing,abc\n`).join('');

    const path = file('many.csv', HEAD + rows);

    expect((await run('import', path)).said.join('\n')).toContain('… and 80 more: --json lists them all.');
    expect((await run('import', path, '--json')).json().refused).toHaveLength(130);
  });

  it('take the currency that is given', async () => {
    await run('import', file('yen.csv', `${HEAD}fan,Fan,1500\n`), '--currency', 'JPY');

    expect((await shop.ask('GET', '/v1/products/by-handle/fan')).body.price_ranges).toMatchObject([{ currency: 'JPY', min_amount: 1500 }]);
  });

  it('say why a whole file was refused', async () => {
    const { status, said } = await run('import', file('strange.csv', 'Name,Price\nx,1\n'));

    expect([status, said.join('\n')]).toEqual([1, expect.stringMatching(/^The import job_\w+ failed after 0 rows: .*Handle/)]);
  });

  it.each([
    ['a file that is not there', {}, ['import', '/nowhere/at/all.csv'], 1, '/nowhere/at/all.csv cannot be read'],
    ['no key', { HOLDFAST_ADMIN_KEY: undefined }, ['seed'], 2, 'HOLDFAST_ADMIN_KEY is missing: a secret API key with catalog:read and catalog:write'],
    ['a key that is unknown', { HOLDFAST_ADMIN_KEY: `sk_${'x'.repeat(40)}` }, ['seed'], 1, '/v1/admin/imports answered 401 (unauthenticated)'],
    ['an API that is away', {}, ['seed', '--api', 'http://127.0.0.1:2'], 1, 'The API does not answer at http://127.0.0.1:2: ECONNREFUSED'],
    ['no file', {}, ['import'], 2, "missing required argument 'file'"],
    ['no currency', {}, ['import', 'x.csv', '--currency', 'euro'], 2, '"euro" is not a currency code like EUR.'],
  ])('are refused with %s', async (_, settings, args, status, says) => {
    const outcome = await cli({ PUBLIC_URL: shop.url, HOLDFAST_ADMIN_KEY: ADMIN_KEY, ...settings })(...args);

    expect([outcome.status, outcome.said]).toEqual([status, []]);
    expect(outcome.warned.join('\n')).toContain(says);
  });
});
