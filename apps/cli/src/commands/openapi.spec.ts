import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnv } from '@holdfast/config';
import { ROOT } from '../../../../test/support/checkout.js';
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

  it('gives all of it to whoever reads from a pipe, and its exit code to the shell', async () => {
    const main = join(ROOT, 'dist/apps/cli/src/main.js');
    const env = childEnv({ NODE_COMPILE_CACHE: join(ROOT, '.runtime/compile-cache'), NODE_OPTIONS: undefined });
    const { stdout } = await promisify(execFile)(process.execPath, [main, 'openapi'], { maxBuffer: 2 ** 26, env });
    const misused = await promisify(execFile)(process.execPath, [main, 'openapi', '--loudly'], { env }).catch((error: unknown) => error);

    expect(Object.keys(JSON.parse(stdout).paths).length).toBeGreaterThan(50);
    expect(misused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("unknown option '--loudly'") });
  });

  it('writes it into a file', async () => {
    const file = join(folder, 'openapi.json');

    const { said } = await cli({})('openapi', '--output', file);

    expect(said).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ openapi: '3.1.0', servers: [{}, { url: 'http://localhost:3000' }] });
  });
});
