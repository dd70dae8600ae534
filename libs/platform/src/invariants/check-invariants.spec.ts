import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { checkInvariants } from './check-invariants.js';
import type { Invariant } from './invariant.js';

const SLOW: Invariant = { id: 'I1', holds: 'Nothing is slow.', sql: `select 1 as n where pg_sleep(0.3) is null` };
const BROKEN: Invariant = { id: 'I2', holds: 'There is no number.', sql: `select n from generate_series(1, 100) n` };

describe('the check of the invariants', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url, options: '-c statement_timeout=100' });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  const check = async (invariants: readonly Invariant[], seconds?: number) => {
    const results = [];
    for await (const result of checkInvariants(client, invariants, seconds)) results.push(result);
    return results;
  };

  it('ends with the time that a statement may take, and leaves the connection as it was', async () => {
    await expect(check([SLOW])).rejects.toMatchObject({ code: '57014' });

    expect(await check([])).toEqual([]);
  });

  it('takes the time that it is given, for itself alone', async () => {
    expect(await check([SLOW], 20)).toEqual([{ id: 'I1', statement: 'Nothing is slow.', ok: true, offenders: [] }]);

    await expect(check([SLOW])).rejects.toMatchObject({ code: '57014' });
  });

  it('shows the first twenty rows that break one, and goes on', async () => {
    const [broken, slow] = await check([BROKEN, SLOW], 20);

    expect(broken).toMatchObject({ id: 'I2', ok: false });
    expect(broken!.offenders).toHaveLength(20);
    expect(slow).toMatchObject({ ok: true });
  });
});
