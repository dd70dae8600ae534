import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { createLogger } from '../telemetry/logger.js';
import { layTestClock, MOVED_TIME, removeTestClock } from './schema.js';
import { TestClock } from './test-clock.js';

const HOUR = 3_600;
const logger = createLogger('silent', 'test');
const nothing = (): Promise<void> => Promise.resolve();

describe('the test clock', () => {
  let database: TestDatabase;
  let clocks: TestClock[] = [];
  let clients: pg.Client[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all([...clocks.map((clock) => clock.beforeApplicationShutdown()), ...clients.map((client) => client.end())]);
    [clocks, clients] = [[], []];
    await database.drop();
  });

  const open = async (): Promise<TestClock> => {
    const clock = await TestClock.open(database.url, logger);
    clocks.push(clock);
    return clock;
  };
  const connect = async (options = ''): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database.url, options });
    clients.push(client);
    await client.connect();
    return client;
  };
  /** Seconds by which what a connection calls now is ahead of the server. */
  const ahead = async (client: pg.Client, time = 'now()'): Promise<number> =>
    Number((await client.query({ name: `ahead ${time}`, text: `select round(extract(epoch from ${time} - pg_catalog.clock_timestamp())) as seconds` })).rows[0].seconds);
  /** Of the shop's own tables. BullMQ stays in real time. */
  const defaultsOf = async (client: pg.Client): Promise<string[]> => {
    const { rows } = await client.query(
      `select pg_get_expr(adbin, adrelid) as value from pg_attrdef join pg_class on adrelid = pg_class.oid
        where pg_get_expr(adbin, adrelid) ~ '(now|timestamp)\\(\\)' and relnamespace <> 'bullmq'::regnamespace order by adrelid, adnum`);
    return rows.map(({ value }) => value);
  };

  it.each(['now()', 'clock_timestamp()', 'statement_timestamp()', 'transaction_timestamp()'])('moves %s for connections that are open and have it prepared', async (time) => {
    const clock = await open();
    const client = await connect(MOVED_TIME);
    expect(await ahead(client, time)).toBe(0);

    await clock.advance(HOUR, nothing);
    await clock.advance(HOUR, nothing);

    expect(await ahead(client, time)).toBe(2 * HOUR);
    expect(Math.round((clock.now().getTime() - Date.now()) / 1_000)).toBe(2 * HOUR);
  });

  it('makes the generic plans of transactions anew', async () => {
    const clock = await open();
    const client = await connect(MOVED_TIME);
    const inTransaction = async (): Promise<number> => {
      await client.query('begin; set local plan_cache_mode = force_generic_plan');
      const seconds = await ahead(client);
      await client.query('commit');
      return seconds;
    };
    expect(await inTransaction()).toBe(0);

    await clock.advance(HOUR, nothing);

    expect(await inTransaction()).toBe(HOUR);
  });

  it('costs a plan nothing: the offset stands in it as a constant, and the index is used as ever', async () => {
    const clock = await open();
    await clock.advance(HOUR, nothing);
    const client = await connect(MOVED_TIME);
    await client.query('set enable_seqscan = off');

    const { rows } = await client.query(`explain select id from platform.outbox where published_at <= now() and published_at is null`);
    const { rows: keyed } = await client.query(`explain select from platform.rate_limits where key = 'x' and whole_at > now()`);

    const plan = [...rows, ...keyed].map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain("(pg_catalog.now() + '01:00:00'::interval)");
    expect(plan).not.toContain('test_clock');
    expect(plan).toMatch(/Index/);
  });

  it('lets columns that the migrations gave a time follow it', async () => {
    const clock = await open();
    await clock.advance(HOUR, nothing);
    const client = await connect();

    const { rows } = await client.query(
      `insert into platform.idempotency_keys (scope, key, fingerprint, state, locked_until) values ('s', 'k', '', 'in_progress', now()) returning round(extract(epoch from created_at - now())) as seconds`);

    expect(Number(rows[0].seconds)).toBe(HOUR);
  });

  it('is one clock for all processes, whichever moves it, and each is told', async () => {
    const [one, two] = [await open(), await open()];
    const heard: number[] = [];
    two.onMoved(() => heard.push(two.offsetSeconds));

    await Promise.all([one.advance(HOUR, nothing), two.advance(HOUR, nothing), one.advance(HOUR, nothing)]);

    await eventually(() => expect([one.offsetSeconds, two.offsetSeconds, heard.at(-1)]).toEqual([3 * HOUR, 3 * HOUR, 3 * HOUR]));
    expect((await open()).offsetSeconds).toBe(3 * HOUR);
  });

  it('is followed after the connection was lost', async () => {
    const [one, two] = [await open(), await open()];
    await (await connect()).query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');

    await one.advance(HOUR, nothing);

    await eventually(() => expect(two.offsetSeconds).toBe(HOUR));
  });

  it('is not moved when what lies outside could not be', async () => {
    const clock = await open();

    await expect(clock.advance(HOUR, () => Promise.reject(new Error('no sandbox')))).rejects.toThrow('no sandbox');

    expect([clock.offsetSeconds, await ahead(await connect(MOVED_TIME))]).toEqual([0, 0]);
  });

  it('is nothing to connections that did not ask for it', async () => {
    const clock = await open();
    await clock.advance(HOUR, nothing);

    expect(await ahead(await connect())).toBe(0);
  });

  it('leaves no trace when a shop leaves test mode, and stays as it is when it is laid down again', async () => {
    const client = await connect();
    const before = await defaultsOf(client);
    expect(await removeTestClock(client)).toBeUndefined();
    const clock = await open();
    await clock.advance(HOUR, nothing);
    await layTestClock(client);
    expect((await defaultsOf(client)).filter((value) => !value.startsWith('test_clock.'))).toEqual([]);
    expect(await ahead(await connect(MOVED_TIME))).toBe(HOUR);

    expect(await removeTestClock(client)).toBe(HOUR);

    expect(await defaultsOf(client)).toEqual(before);
    expect(before.length).toBeGreaterThan(50);
    expect((await client.query(`select from pg_namespace where nspname = 'test_clock'`)).rowCount).toBe(0);
  });
});
