import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { sql } from '../../../test/support/sql.js';
import { cli } from './cli-under-test.js';
import { MIGRATION_NAMES } from './migration-state.js';

/** The last one that needs a lock on a table which others use. */
const AGAIN = '0006-ordering';
const UNDONE = ['carts_of_customer', 'carts_of_guest', 'carts_to_forget', 'checkouts_of_cart', 'checkouts_of_guest', 'checkouts_to_forget', 'orders_of_email', 'orders_moved_on'];

describe('migrate', () => {
  let database: TestDatabase;
  let run: ReturnType<typeof cli>;
  let inTheWay: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    run = cli({ DATABASE_URL: database.url });
    inTheWay = new pg.Client({ connectionString: database.url, application_name: 'a forgotten psql' });
    await inTheWay.connect();
  });
  afterAll(async () => {
    await inTheWay.end();
    await database.drop();
  });

  /** As if this migration had not been run. */
  const undo = async () => {
    for (const index of UNDONE) await sql(database.url, `drop index if exists ordering.${index}`);
    await sql(database.url, 'delete from platform.migrations where name = $1', [AGAIN]);
  };

  it('has nothing to do in a database that is up to date, and says so to people and machines', async () => {
    expect(await run('migrate')).toMatchObject({ status: 0, said: ['The database is up to date.'] });
    expect((await run('migrate', '--json')).json()).toEqual({ applied: [] });
    expect(await run('migrate', '--plan')).toMatchObject({ status: 0, said: ['The database is up to date: nothing would run.'] });
  });

  it('plans without running anything', async () => {
    await undo();
    const planned = await run('migrate', '--plan');
    const asJson = await run('migrate', '--plan', '--json');
    const again = await run('migrate', '--plan', '--json');

    expect(planned.said.join('\n')).toContain(`in this order:\n  ${AGAIN}`);
    expect(asJson.json()).toEqual({ applied: MIGRATION_NAMES.filter((name) => name !== AGAIN), pending: [AGAIN], unknown: [] });
    expect(again.json()).toEqual(asJson.json());
    const migrated = await run('migrate', '--json');
    expect(migrated.json()).toEqual({ applied: [AGAIN] });
    expect(migrated.shown).toEqual([`░░░░░░░░░░░░░░░░░░░░░░░░   0 %  0 of 1 migrations, ${AGAIN}`, '']);
  });

  it('tells of what a newer release did', async () => {
    await sql(database.url, `insert into platform.migrations (name) values ('9999-moon')`);
    const { said } = await run('migrate', '--plan');
    await sql(database.url, `delete from platform.migrations where name = '9999-moon'`);

    expect(said.join('\n')).toContain('It has 9999-moon, which this release does not know');
  });

  it('gives up after its tries, names whoever holds the lock, and has done nothing', async () => {
    await undo();
    await inTheWay.query('begin; lock table ordering.orders in row exclusive mode');
    const { status, warned } = await run('migrate', '--lock-timeout', '0.3', '--tries', '2');
    await inTheWay.query('rollback');

    const [{ pid }] = (await inTheWay.query('select pg_backend_pid() as pid')).rows;
    expect(status).toBe(1);
    expect(warned[0]).toMatch(new RegExp(`^${AGAIN} waits for a lock \\(try 1 of 2\\); in the way: process ${pid} of holdfast \\(a forgotten psql\\), idle in transaction, in a transaction since \\d+ s\\.$`));
    expect(warned[1]).toContain(`select pg_terminate_backend(${pid});`);
    expect(await sql(database.url, `select to_regclass('ordering.carts_of_customer') as made`)).toEqual([{ made: null }]);
  });

  it('lets others pass and gets its lock once it is free', async () => {
    await undo();
    await inTheWay.query('begin; lock table ordering.orders in row exclusive mode');
    const migrating = run('migrate', '--lock-timeout', '0.2');
    await eventually(async () => expect(await sql(database.url, `select from pg_stat_activity where application_name like 'holdfast-migrate-%' and wait_event_type = 'Lock'`)).toHaveLength(1));
    await eventually(async () => expect(await sql(database.url, `select from pg_locks where not granted and relation = 'ordering.orders'::regclass`)).toEqual([]));
    await inTheWay.query('rollback');

    expect(await migrating).toMatchObject({ status: 0, said: [`Migrated: ${AGAIN}.`] });
  });
});
