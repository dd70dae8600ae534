import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Shop } from '../../../../test/support/shop.js';
import { cli } from '../cli-under-test.js';

describe('openapi', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-openapi-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints the document that the API serves, without a database or any setting', async () => {
    const { status, json, warned } = await cli({})('openapi', '--url', 'http://shop.test');
    const shop = await Shop.open({ settings: { HOLDFAST_TEST_MODE: false } });
    const served = (await shop.ask('GET', '/openapi.json', { unchecked: true })).body;
    await shop.close();

    expect([status, warned]).toEqual([0, []]);
    expect(json()).toEqual(served);
  });

  it('writes it into a file', async () => {
    const file = join(folder, 'openapi.json');

    const { said } = await cli({})('openapi', '--output', file);

    expect(said).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ openapi: '3.1.0', servers: [{}, { url: 'http://localhost:3000' }] });
  });
});
