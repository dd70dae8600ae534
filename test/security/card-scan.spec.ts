import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { LogScan, scanDatabase } from '../support/card-scan.js';
import { scanRedis } from '../support/redis-scan.js';
import { startRedis } from '../support/redis.js';
import { sql } from '../support/sql.js';

const CARD = '4000056655665556';
const GTIN = '4000000000006';
const PLANTED: readonly [string, ...string[]][] = [
  ['in a text', `'please take ${CARD} for it'`],
  ['in groups', `'4000 0566 5566 5556'`],
  ['between dashes that are none', `'4000‑0566‑5566‑5556'`],
  ['in the digits of other keyboards', `'４０００056655665556'`],
  ['as a number', CARD],
  ['in JSON', `'{"a": {"b": ["${CARD}"]}}'::jsonb`],
  ['in bytes', `'\\\\x00ff'::bytea || convert_to('card=${CARD}', 'UTF8') || '\\\\xff00'::bytea`],
  ['in an array', `array['x', '${CARD}']`],
];
const INNOCENT: readonly [string, ...string[]][] = [
  ['a UUID', `'40000566-5566-5556-8000-000000000000'::uuid`],
  ['a time', `timestamptz '2026-01-31 10:00:00.123456+00'`],
  ['a number that Luhn refuses', `'4000056655665557'`],
  ['more digits than a card has', `'${CARD}0000'`],
  ['digits that begin like no card', `'1000056655665557'`],
  ['digits within a word', `'x${CARD}'`],
  ['bytes whose hexadecimal looks like one', `decode('4000056655665556', 'hex')`],
  ['two columns that make one number together', `'40000566', '55665556'`],
  ['a bar code elsewhere that is no card', `'4006381333931'`],
];

describe('the search for card numbers after each spec', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const planted = async (...values: string[]) => {
    await sql(database.url, `create table platform.planted as select ${values.map((value, i) => `${value} as c${i}`).join(', ')}`);
    try {
      return (await scanDatabase(database.url)).found;
    } finally {
      await sql(database.url, 'drop table platform.planted');
    }
  };

  it.each(PLANTED)('finds one %s', async (_, ...values) => {
    expect(await planted(...values)).toEqual(['platform.planted']);
  });

  it.each(INNOCENT)('takes %s for none', async (_, ...values) => {
    expect(await planted(...values)).toEqual([]);
  });

  it('counts every row, and looks at the queue as well', async () => {
    const before = await scanDatabase(database.url);
    await sql(database.url, `create table bullmq.planted as select '{"card": "${CARD}"}'::jsonb as data from generate_series(1, 3)`);
    const after = await scanDatabase(database.url);
    await sql(database.url, 'drop table bullmq.planted');

    expect(before.found).toEqual([]);
    expect(after.rows).toBe(before.rows + 3);
    expect(after.found).toEqual(Array(3).fill('bullmq.planted'));
  });

  it('pardons a bar code that is valid as a card only where the catalog has it', async () => {
    expect(await planted(`'${GTIN}'`)).toEqual(['platform.planted']);
  });

  it('reads logs line by line, however they are cut', () => {
    const log = new LogScan('a log');
    for (const chunk of ['{"msg":"hello"}\n{"msg":"4000', '0566', '55665556"}\n', '{"msg":"4000056655665557"}']) log.write(chunk);

    expect(log.take()).toMatchObject({ logLines: 3, found: ['a log'] });
    expect(log.take()).toMatchObject({ logLines: 0, found: [] });
  });

  it('looks into Redis', async () => {
    const redis = await startRedis();
    if (!redis) return;
    const { Redis } = await import('ioredis');
    const client = new Redis(redis.url);
    await client.hset('bull:events:1', 'data', JSON.stringify({ id: CARD }));
    await client.set('plain', 'x');
    const scan = await scanRedis(redis.url);
    await client.flushall();
    client.disconnect();
    await redis.stop();

    expect(scan).toMatchObject({ rows: 2, found: ['Redis key bull:events:#'] });
  });
});
