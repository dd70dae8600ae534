import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { sql } from '../../../test/support/sql.js';
import { INVARIANTS } from '../../composition/invariants.js';
import { invariants } from './invariants.js';
import { UsageError } from './verify-audit.js';

describe('invariants', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const run = async (...ids: string[]) => {
    const [said, warned]: [string[], string[]] = [[], []];
    const status = await invariants(database.url, ids, { say: (line) => said.push(line), warn: (line) => warned.push(line) });
    return { status, said, warned };
  };

  it('all hold in an empty shop, each with the time that it took', async () => {
    const { status, said, warned } = await run();

    expect([status, warned, said.at(-1)]).toEqual([0, [], 'All hold.']);
    expect(said.slice(0, -1).map((line) => line.split(/ +/)[0])).toEqual(INVARIANTS.map(({ id }) => id));
    expect(said[0]).toMatch(/^I1 +holds +\d+\.\d s  Nothing is oversold/);
  });

  it('one that is broken is told with what breaks it, and ends with 1', async () => {
    await sql(database.url, `insert into inventory.levels (id, variant_id, location_id, on_hand, reserved) values (gen_random_uuid(), gen_random_uuid(), '01938000-0000-7000-8000-000000000001', 5, 0)`);

    const { status, warned, said } = await run('I1', 'I3');

    expect([status, said.at(-1)]).toEqual([1, '1 of 2 do not hold.']);
    expect(warned[0]).toMatch(/^I3 +BROKEN/);
    expect(JSON.parse(warned[1]!)).toMatchObject({ on_hand: 5, reserved: 0 });
  });

  it('what there is not is refused', async () => {
    await expect(run('I99')).rejects.toThrow(UsageError);
  });
});
