import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { cli } from '../cli-under-test.js';
import type { Finding } from './finding.js';

const SETTINGS = { HOLDFAST_SECRET: 'a secret of this spec alone, long enough' };

describe('doctor', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const examine = async (settings: Record<string, string> = {}, ...args: string[]) => {
    const { status, json } = await cli({ ...SETTINGS, DATABASE_URL: database.url, ...settings })('doctor', '--json', ...args);
    const { ok, findings } = json() as { ok: boolean; findings: Finding[] };
    return { status, ok, findings, faults: findings.filter(({ state }) => state === 'fault').map(({ check }) => check), of: (check: string) => findings.filter((one) => one.check === check) };
  };

  // The server of the specs is as fast and as unsafe as one can be.
  it('refuses a server whose fsync, full_page_writes and synchronous_commit are off, and says what to do', async () => {
    const { status, ok, faults, of } = await examine();

    expect([status, ok]).toEqual([1, false]);
    expect(faults).toEqual(['durability.fsync', 'durability.full_page_writes', 'durability.synchronous_commit']);
    expect(of('durability.fsync')).toEqual([{ check: 'durability.fsync', state: 'fault', says: expect.stringContaining('fsync is off (command line)'), todo: expect.stringContaining('alter system set fsync = on') }]);
    expect(of('durability.data_checksums')).toMatchObject([{ state: 'warning' }]);
    expect(of('durability.archive')).toMatchObject([{ state: 'warning', todo: expect.stringContaining('docs/backup.md') }]);
  });

  it('finds the rest of a healthy installation healthy', async () => {
    const { of } = await examine();

    for (const check of ['configuration.settings', 'versions.node', 'versions.postgresql', 'versions.schema', 'clocks.skew', 'capacity.connections', 'queues.reachable', 'invariants']) {
      expect(of(check)).toMatchObject([{ state: 'ok' }]);
    }
  });

  it('has a line with a mark for each finding, and a sum', async () => {
    const { status, said } = await cli({ ...SETTINGS, DATABASE_URL: database.url })('doctor');

    expect(status).toBe(1);
    expect(said.join('\n')).toMatch(/^✓ All settings can be read\.$[^]*^✗ fsync is off \(command line\): .*\n {4}alter system set fsync = on[^]*^\d+ checks: \d+ ✓, \d+ !, 3 ✗$/m);
  });

  it('names every setting that is wrong, and still looks at the database', async () => {
    const { status, of, faults } = await examine({ PORT: 'many', HOLDFAST_SECRET: 'short' });

    expect(status).toBe(1);
    expect(of('configuration.settings').map(({ says }) => says)).toEqual([expect.stringContaining('PORT must be'), expect.stringContaining('HOLDFAST_SECRET must be')]);
    expect(JSON.stringify(of('configuration.settings'))).not.toContain('short');
    expect(faults).toContain('durability.fsync');
  });

  it('takes what is dangerous for a fault in production', async () => {
    const settings = { HOLDFAST_TEST_MODE: 'true', STRIPE_API_BASE: 'http://127.0.0.1:9', RATE_LIMIT_LENIENCY: '9' };

    const [somewhere, production] = [await examine(settings), await examine(settings, '--production')];

    for (const check of ['configuration.test-mode', 'configuration.stripe-address', 'configuration.leniency', 'configuration.public-url']) {
      expect(somewhere.of(check)).toMatchObject([{ state: 'warning' }]);
      expect(production.of(check)).toMatchObject([{ state: 'fault' }]);
    }
  });

  it('counts the connections of all processes that are to run', async () => {
    const { of } = await examine({}, '--apis', '40');

    expect(of('capacity.connections')).toMatchObject([{ state: 'fault', says: expect.stringContaining('40 API × 10 + 1 worker × 42') }]);
  });

  it('tells what was not migrated, and which invariants do not hold', async () => {
    await sql(database.url, `insert into inventory.levels (id, variant_id, location_id, on_hand, reserved) values (gen_random_uuid(), gen_random_uuid(), '01938000-0000-7000-8000-000000000001', 5, 0)`);
    const broken = await examine();
    await sql(database.url, `delete from platform.migrations where name = '0006-ordering'`);
    const old = await examine();

    expect(broken.of('invariants.I3')).toMatchObject([{ state: 'fault', todo: 'Run: holdfast invariants I3' }]);
    expect(old.of('versions.schema')).toEqual([{ check: 'versions.schema', state: 'fault', says: 'The database lacks 0006-ordering.', todo: 'Run: holdfast migrate' }]);
  });

  it('says that a database is away', async () => {
    const { status, of } = await examine({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });

    expect([status, of('database.reachable')]).toEqual([1, [expect.objectContaining({ state: 'fault', says: expect.stringContaining('cannot be reached') })]]);
  });
});
