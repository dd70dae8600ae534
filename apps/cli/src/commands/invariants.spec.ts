import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { INVARIANT_IDS } from '../check-invariants.js';
import { cli } from '../cli-under-test.js';

describe('invariants', () => {
  let database: TestDatabase;
  let run: ReturnType<typeof cli>;
  beforeAll(async () => {
    database = await createTestDatabase();
    run = cli({ DATABASE_URL: database.url });
  });
  afterAll(() => database.drop());

  it('are run one after another, with the time that each takes', async () => {
    const { status, said, shown } = await run('invariants');

    expect(status).toBe(0);
    expect(said.join('\n')).toMatch(/^✓ I1 {2}Nothing is oversold.* \(\d+ ms\)$[^]*^All 23 hold\.$/m);
    expect(shown[0]).toBe('░░░░░░░░░░░░░░░░░░░░░░░░   0 %  0 of 23 invariants, I1');
    expect(shown.at(-1)).toBe('');
  });

  it('are told to machines as GET /v1/ops/invariants tells them', async () => {
    const { json } = await run('invariants', '--json');

    expect(json().map(({ id }: { id: string }) => id)).toEqual(INVARIANT_IDS);
    expect(json()[0]).toEqual({ id: 'I1', statement: expect.any(String), ok: true, offenders: [], milliseconds: expect.any(Number) });
  });

  it('name their offenders and end with 1, each for itself', async () => {
    await sql(database.url, `insert into inventory.levels (id, variant_id, location_id, on_hand, reserved) values (gen_random_uuid(), gen_random_uuid(), '01938000-0000-7000-8000-000000000001', 5, 0)`);

    const [third, first] = [await run('invariants', 'I3'), await run('invariants', 'I1')];

    expect([third.status, first.status]).toEqual([1, 0]);
    expect(third.said.join('\n')).toMatch(/^✗ I3 .*\n {6}\{.*\}\nI3 of 1 do not hold\./);
  });

  it('see the time of a shop in test mode', async () => {
    await sql(database.url, `delete from inventory.levels where on_hand = 5`);
    await sql(database.url, `insert into platform.outbox (id, type, subject_kind, subject, version, payload, occurred_at) values (gen_random_uuid(), 'a.test.v1', 'ord', gen_random_uuid(), 1, '{}', now())`);
    const before = await run('invariants', 'I17');
    await cli({ DATABASE_URL: database.url, HOLDFAST_TEST_MODE: 'true' })('migrate');
    await sql(database.url, 'select test_clock.move_to(3600)');

    expect([before.status, (await run('invariants', 'I17')).status]).toEqual([0, 1]);
  });

  it('that do not exist are wrong usage', async () => {
    expect(await run('invariants', 'I99')).toMatchObject({ status: 2, warned: [expect.stringContaining('There is no invariant "I99". There are I1, I2')] });
  });
});
