import { readFileSync } from 'node:fs';
import { CATALOG_OF_COLUMNS, type CatalogedColumn, catalogFaults, isPersonal } from '@holdfast/platform';
import { personalData } from '../../apps/cli/src/personal-data.js';
import { HOLDINGS } from '../../apps/composition/holdings.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { sql } from '../support/sql.js';

describe('every column', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const columns = () => sql<CatalogedColumn>(database.url, CATALOG_OF_COLUMNS);
  const faults = async () => catalogFaults(await columns(), HOLDINGS);

  it('says whether it is about a person, and somebody knows how to forget those that are', async () => {
    expect(await faults()).toEqual([]);
    expect((await columns()).filter(isPersonal).length).toBeGreaterThan(30);
  });

  it.each([
    ['text', 'note text', [], 'catalog.mystery.note (text) does not say whether it is about a person. In the migration that adds it, write: comment on column catalog.mystery.note is'],
    ['JSON', 'note jsonb', [], 'does not say'],
    ['bytes', 'note bytea', [], 'does not say'],
    ['a list', 'note text[]', [], 'does not say'],
    ['a date of birth', 'note date', [], 'does not say'],
    ['an address', 'note inet', [], 'does not say'],
    ['text that only looks checked', `note text check (note in ('a', 'b') or length(note) > 3)`, [], 'does not say'],
    ['another form', 'note text', [`comment on column catalog.mystery.note is 'A note'`], 'has another form'],
    ['no reason', 'note text', [`comment on column catalog.mystery.note is 'Secret: '`], 'has another form'],
    ['a number with another form', 'note int', [`comment on column catalog.mystery.note is 'Age'`], 'has another form'],
    ['nobody who forgets it', 'note text', [`comment on column catalog.mystery.note is 'Personal data: who wrote it'`], 'nobody exports or erases'],
  ])('would be found out with %s', async (_, column, comments, fault) => {
    await sql(database.url, `create table catalog.mystery (id uuid primary key, ${column})`);
    for (const comment of comments) await sql(database.url, comment);

    const found = await faults();

    await sql(database.url, 'drop table catalog.mystery');
    expect(found).toEqual([expect.stringContaining(fault)]);
  });

  it.each(['id2 uuid', 'count bigint', 'at timestamptz', 'is_so boolean', `kind text check (kind in ('a', 'b'))`, `kind text check (kind = 'a')`])('may be silent where its type says enough: %s', async (column) => {
    await sql(database.url, `create table catalog.mystery (${column})`);

    const found = await faults();

    await sql(database.url, 'drop table catalog.mystery');
    expect(found).toEqual([]);
  });

  it('that holds personal data stands in docs/personal-data.md, as it is now', async () => {
    const page = await personalData(database.url);

    // When this fails: write the page anew, as its first paragraph says.
    expect(readFileSync(new URL('../../docs/personal-data.md', import.meta.url), 'utf8')).toBe(page);
  });
});
