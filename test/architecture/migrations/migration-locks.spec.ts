import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { ormConfig } from '@holdfast/platform';
import { applyMigrations, PATIENCE } from '../../../apps/cli/src/apply-migrations.js';
import { connected } from '../../../apps/cli/src/connection.js';
import { MIGRATION_NAMES, nameOf } from '../../../apps/cli/src/migration-state.js';
import { MIGRATIONS } from '../../../apps/cli/src/migrations.js';
import { grow } from '../../faults/growth/grow.js';
import { createTestDatabase, serverUrl, type TestDatabase } from '../../support/database.js';
import { sql } from '../../support/sql.js';
import { copyRows } from './copy-rows.js';
import { complaintsOf, type Judged } from './lock-judge.js';

/** Of the releases that shops may be running, in their order. Whoever releases adds the names of the new ones. */
const RELEASED = JSON.parse(readFileSync(new URL('released.json', import.meta.url), 'utf8')) as readonly string[];
const UNRELEASED = MIGRATIONS.filter((migration) => !RELEASED.includes(nameOf(migration)));
const SIZE = { variants: 40, orders: 60 };

function judged(made: Migration): Judged {
  void made.up();
  return { name: made.name!, statements: made.getQueries().map(String), isTransactional: made.isTransactional() };
}

describe('migrations', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    const grown = await createTestDatabase();
    await grow(grown.url, SIZE);
    database = grown;
    if (UNRELEASED.length > 0) {
      database = await createTestDatabase();
      await asReleased(database.url);
      await connected(grown.url, (from) => connected(database.url, (to) => copyRows(from, to)));
      await grown.discard();
    }
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await database.discard();
  });

  /** Empties it, and migrates it as far as the last release does. */
  async function asReleased(url: string): Promise<void> {
    const name = new URL(url).pathname.slice(1);
    await sql(serverUrl(), `drop database ${name} with (force)`);
    await sql(serverUrl(), `create database ${name}`);
    await connected(url, (watcher) => applyMigrations({ databaseUrl: url, pending: RELEASED, patience: PATIENCE, say: () => undefined, watcher }));
  }

  it('that were released stay, in their order, and new ones come after them', () => {
    expect(MIGRATION_NAMES.slice(0, RELEASED.length)).toEqual(RELEASED);
  });

  it('are tried on tables that have rows', async () => {
    const { rows } = await client.query('select (select count(*)::int from ordering.orders) as orders, (select count(*)::int from platform.outbox) as events');

    expect(rows[0].orders).toBeGreaterThanOrEqual(SIZE.orders);
    expect(rows[0].events).toBeGreaterThan(SIZE.orders);
  });

  it('that are new stop nobody, on tables that have grown', async () => {
    const found: string[] = [];
    for (const migration of UNRELEASED) found.push(...(await complaintsOf(client, judged(new migration(undefined as never, undefined as never)))));

    expect(found).toEqual([]);
  });

  const tried = (...statements: string[]) => complaintsOf(client, { name: 'tried', statements, isTransactional: true }, 'rollback');

  it.each([
    ['an index', 'create index on ordering.orders (currency)', 'reads ordering.orders from end to end, while it locks ordering.orders (ShareLock). Instead make the index CONCURRENTLY'],
    ['a check', `alter table ordering.orders add constraint c check (currency <> '')`, 'reads ordering.orders from end to end, while it locks ordering.orders (AccessExclusiveLock). Instead add the constraint NOT VALID'],
    ['a foreign key', 'alter table ordering.order_lines add constraint f foreign key (order_id) references ordering.orders (id)', 'Instead add the constraint NOT VALID'],
    ['not null', 'alter table ordering.orders alter column email set not null', 'Instead add CHECK (column IS NOT NULL) NOT VALID'],
    ['another type', 'alter table ordering.orders alter column currency type char(3)', 'writes ordering.orders anew, and nobody reads it meanwhile. Instead add a new column'],
    ['a default that differs by row', 'alter table ordering.orders add column x uuid default gen_random_uuid()', 'writes ordering.orders anew'],
    ['rows that are changed', `update ordering.orders set metadata = '{"a": 1}'`, 'changes the rows of ordering.orders. Instead let a job of the worker do it in portions'],
  ])('would be found out with %s', async (what, statement, complaint) => {
    const prepared = what === 'not null' ? ['set session_replication_role = replica', `delete from ordering.orders where email is null`] : [];
    for (const one of prepared) await client.query(one);

    const found = await tried(statement);

    expect(found).toHaveLength(what === 'a foreign key' ? found.length : 1);
    expect(found[0]).toMatch(/^tried: "/);
    expect(found.join('\n')).toContain(complaint);
  });

  it('would be found out with a slow statement beside one that locks another table for a moment', async () => {
    expect(await tried('alter table ordering.orders add column x int', 'select count(*) from payments.operations')).toEqual([
      expect.stringContaining('reads payments.operations from end to end, while it locks ordering.orders (AccessExclusiveLock). Instead take the lock in a migration of its own'),
    ]);
  });

  it.each([
    ['a column', ['alter table ordering.orders add column x int not null default 7']],
    ['a check that is proven later', [`alter table ordering.orders add constraint c check (currency <> '') not valid`]],
    ['the proof of a check, which lets all write', [`alter table ordering.checkouts validate constraint later`]],
    ['not null where a check has proven it', ['alter table ordering.checkouts alter column cart_id set not null']],
    ['a column that is dropped', ['alter table ordering.orders drop column metadata']],
    ['a table of its own, with an index', ['create table ordering.news (id uuid primary key, at timestamptz)', 'create index on ordering.news (at)']],
    ['an index on a table that stays small', ['create index on inventory.locations (name)']],
  ])('may do this to a table that has grown: %s', async (_, statements) => {
    await client.query(`alter table ordering.checkouts drop constraint if exists later`);
    await client.query(`alter table ordering.checkouts add constraint later check (cart_id is not null) not valid`);
    if (statements[0]!.includes('set not null')) await client.query(`alter table ordering.checkouts validate constraint later`);

    expect(await tried(...statements)).toEqual([]);
  });

  it('that are not transactional make an index beside everybody, as is advised, again after a failure', async () => {
    class Beside extends Migration {
      override name = '9999-beside';
      override isTransactional(): boolean {
        return false;
      }
      override up(): void {
        this.addSql('drop index concurrently if exists ordering.orders_by_currency');
        this.addSql('create index concurrently orders_by_currency on ordering.orders (currency)');
      }
    }
    expect(await complaintsOf(client, judged(new Beside(undefined as never, undefined as never)))).toEqual([]);
    const orm = await MikroORM.init(ormConfig({ url: database.url, poolMax: 2, records: [], migrations: [Beside] }));
    try {
      await orm.migrator.up({ migrations: ['9999-beside'] });
    } finally {
      await orm.close(true);
    }
    expect(await sql(database.url, `select indisvalid from pg_index where indexrelid = 'ordering.orders_by_currency'::regclass`)).toEqual([{ indisvalid: true }]);
  });
});
