import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './database.js';
import { PostgresProxy } from './postgres-proxy.js';
import { sql } from './sql.js';

describe('the proxy before PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: PostgresProxy;
  let client: pg.Client;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await PostgresProxy.before(database.url);
    await sql(database.url, 'create table things (id int)');
    client = new pg.Client({ connectionString: proxy.url });
    client.on('error', () => undefined);
    await client.connect();
  });
  afterEach(async () => {
    await client.end().catch(() => undefined);
    await proxy.close();
    await database.drop();
  });
  const things = async () => (await sql<{ id: number }>(database.url, 'select id from things order by id')).map(({ id }) => id);

  it('hands everything on, also what is larger than one packet', async () => {
    const { rows } = await client.query(`select repeat('x', 1000000) as text, $1::int as number`, [7]);

    expect([rows[0].text.length, rows[0].number]).toEqual([1_000_000, 7]);
  });

  it('loses the answer to a commit that took place', async () => {
    await client.query('begin');
    await client.query('insert into things values (1)');
    const lost = proxy.loseNextCommit();

    await expect(client.query('commit')).rejects.toThrow('Connection terminated unexpectedly');

    await lost;
    expect(await things()).toEqual([1]);
  });

  it('loses the answer to a statement that is a transaction of its own', async () => {
    const lost = proxy.loseNextCommit();
    await client.query('select 1');

    await expect(client.query('insert into things values ($1)', [2])).rejects.toThrow('Connection terminated');

    await lost;
    expect(await things()).toEqual([2]);
  });

  it('loses nothing once that is called off', async () => {
    void proxy.loseNextCommit();

    proxy.loseNothing();

    expect((await client.query('insert into things values (5) returning id')).rows).toEqual([{ id: 5 }]);
  });

  it('leaves the queue of a process its commits', async () => {
    const queue = new pg.Client({ connectionString: proxy.url, options: '-c synchronous_commit=off' });
    await queue.connect();
    void proxy.loseNextCommit();

    await queue.query('insert into things values (3)');

    await queue.end();
    expect(await things()).toEqual([3]);
  });

  it('cuts all connections, and lets what was not committed be rolled back', async () => {
    await client.query('begin');
    await client.query('insert into things values (4)');

    proxy.cut();

    await expect(client.query('commit')).rejects.toThrow();
    const again = new pg.Client({ connectionString: proxy.url });
    await again.connect();
    expect((await again.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await again.end();
    expect(await things()).toEqual([]);
  });
});
