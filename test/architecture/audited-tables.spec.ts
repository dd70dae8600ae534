import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { sql } from '../support/sql.js';

interface Table {
  readonly name: string;
  readonly audited: boolean;
  readonly exempt: boolean;
}

/** Tables of ours: BullMQ's belong to it, and hold what is on its way. */
const TABLES = `
  select c.oid::regclass::text as name, coalesce(obj_description(c.oid, 'pg_class') ~ 'Not audited: \\w.{9,}', false) as exempt,
         exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgenabled in ('O', 'A') and t.tgfoid = 'platform.audit_row'::regproc
                    and t.tgdeferrable and t.tginitdeferred and (t.tgtype & 28) = 28) as audited
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$|bullmq$)' order by 1`;

describe('every table', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const undecided = async () => (await sql<Table>(database.url, TABLES)).filter(({ audited, exempt }) => audited === exempt).map(({ name }) => name);

  it('is audited by its own migration, or says in its comment why not', async () => {
    expect(await undecided()).toEqual([]);
    expect((await sql<Table>(database.url, TABLES)).filter(({ audited }) => audited).length).toBeGreaterThan(15);
  });

  it.each([
    ['that says nothing', []],
    ['with a comment about something else', [`comment on table catalog.mystery is 'Full of surprises'`]],
    ['with no reason', [`comment on table catalog.mystery is 'Not audited: '`]],
    ['that says both', [`select platform.audit('catalog.mystery', 'mys')`, `comment on table catalog.mystery is 'Not audited: although it is'`]],
    ['whose trigger is switched off', [`select platform.audit('catalog.mystery', 'mys')`, 'alter table catalog.mystery disable trigger audit']],
  ])('would be found out %s', async (_, statements) => {
    await sql(database.url, 'create table catalog.mystery (id uuid primary key)');
    for (const statement of statements) await sql(database.url, statement);

    const found = await undecided();

    await sql(database.url, 'drop table catalog.mystery');
    expect(found).toEqual(['catalog.mystery']);
  });

  it('that is audited by the kind of its ids has such ids', async () => {
    await sql(database.url, 'create table catalog.mystery (code text primary key)');

    await expect(sql(database.url, `select platform.audit('catalog.mystery', 'mys')`)).rejects.toThrow('does not start with a UUID');

    await sql(database.url, `select platform.audit('catalog.mystery', '')`);
    await sql(database.url, 'drop table catalog.mystery');
  });
});
