import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from './database.js';
import { sql } from './sql.js';
import { Touched } from './touched.js';

describe('the watch over the tables', () => {
  let database: TestDatabase;
  let touched: Touched;
  const id = randomUUID();
  const ask = (text: string, values: unknown[] = []) => sql(database.url, text, values);
  const insert = (key: string) => ask(`insert into identity.api_keys (id, name, prefix, scopes, created_at) values ($1, 'x', '12345678', '{ops:read}', now())`, [key]);

  beforeAll(async () => {
    database = await createTestDatabase();
    touched = await Touched.watch(database.url, { exempt: ['platform.inbox'] });
  });
  afterAll(async () => {
    await touched.close();
    await database.drop();
  });

  it('tells of what was inserted, updated and deleted, once', async () => {
    await insert(id);
    await ask(`update identity.api_keys set name = 'y'`);
    await ask(`delete from identity.api_keys where id = $1`, [id]);

    expect(await touched.take()).toEqual(['identity.api_keys delete', 'identity.api_keys insert', 'identity.api_keys update']);
    expect(await touched.take()).toEqual([]);
  });

  it('tells of a table that was emptied at once', async () => {
    await ask('truncate platform.idempotency_keys');

    expect(await touched.take()).toEqual(['platform.idempotency_keys truncate']);
  });

  it('does not tell of what changed nothing, of what was rolled back, and of what is exempt', async () => {
    await insert(id);
    await ask(`insert into identity.customers (id, email) values ($1, 'a@example.com')`, [id]);
    await touched.take();
    await ask('update identity.customers set name = name');
    await ask('update identity.api_keys set name = name, last_used_at = now()');
    await ask(`update identity.api_keys set name = 'z' where false`);
    await expect(ask(`with gone as (delete from identity.api_keys returning 1) select 1 / 0 from gone`)).rejects.toThrow('division by zero');
    await ask('truncate platform.inbox');

    expect(await touched.take()).toEqual([]);
  });
});
