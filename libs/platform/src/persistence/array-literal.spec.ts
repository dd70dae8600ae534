import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { arrayLiteral } from './array-literal.js';

describe('array literals', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const day = new Date('2026-02-28T23:59:59.123Z');

  it.each([
    ['text[]', []],
    ['text[]', ['plain', '', 'null', null, 'NULL', 'a,b', '{}', ' spaces ', '"quoted"', 'ends with \\', '\\"', 'žluťoučký 🐎', "o'clock"]],
    ['int[]', [0, -1, null, 2_147_483_647]],
    ['bigint[]', [1_000_000_000_000, null]],
    ['boolean[]', [true, false, null]],
    ['timestamptz[]', [day, null]],
    ['jsonb[]', ['{"a":"b","c":[1,null]}', null, '{"quote":"\\"","path":"\\\\"}']],
    ['uuid[]', ['01938000-0000-7000-8000-000000000001', null]],
    ['bytea[]', [Buffer.from([0, 34, 92, 255]), null, Buffer.alloc(0)]],
  ])('say the same to PostgreSQL as the driver does: %s %j', async (type, values) => {
    const literal = arrayLiteral(values);
    expect(typeof literal).toBe('string');
    const [row] = await sql<{ same: boolean }>(database.url, `select $1::${type} is not distinct from $2::${type} as same`, [literal, values]);
    expect(row).toEqual({ same: true });
  });

  it.each([[['line\nbreak']], [['tab\t']], [['C:\\new']], [['{"a":"line\\nbreak"}']], [['\u0001']], [['\ud800']], [[['nested']]], [[{ an: 'object' }]]])('leave %j to the driver', (values) => {
    expect(arrayLiteral(values)).toBeUndefined();
  });
});
