import type { INestApplicationContext } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { newId, SecurityLog, toUuid } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { as, createThings, forgetEntries, KEY, startPlatform, tamper } from './audit-under-test.js';
import { verifyChain } from './chain.js';
import { chainedEntries } from './chained-entries.js';

const ADD = statement('test.add-thing', `insert into things (id, name) values ($1, $2)`);
const WITHOUT_TRIGGERS = `insert into platform.audit_entries (seq, occurred_at, kind, action, hash)`;

describe('the chain of the audit log', () => {
  let database: TestDatabase;
  let processes: INestApplicationContext[];

  beforeAll(async () => {
    database = await createTestDatabase();
    await createThings(database.url);
    processes = await Promise.all([startPlatform(database.url), startPlatform(database.url)]);
  });
  beforeEach(() => forgetEntries(database.url));
  afterAll(async () => {
    await Promise.all(processes.map((app) => app.close()));
    await database.drop();
  });

  const verify = (kept?: { seq: number; hash: string }) => verifyChain(chainedEntries(database.url), kept);
  const add = (app: INestApplicationContext, name = 'Cup') => as(KEY, app, () => app.get(Database).send(ADD, [toUuid(newId('thing')), name]));
  const lose = (app: INestApplicationContext) =>
    expect(as(KEY, app, async () => {
      await app.get(Database).query(ADD, [toUuid(newId('thing')), 'lost']);
      throw new Error('no');
    })).rejects.toThrow('no');
  const addTo = async (entries: number) => {
    for (let entry = 0; entry < entries; entry++) await add(processes[0]!, `Žluťoučký "кружка" 🐎 ${entry}`);
  };

  it('begins with nothing', async () => {
    expect(await verify()).toEqual({ checked: 0, head: undefined, fault: undefined });
  });

  it('has a link for every change of fifty transactions at once in two processes, and none for those rolled back', async () => {
    const changes = Array.from({ length: 50 }, (_, at) => async () => {
      const app = processes[at % 2]!;
      if (at % 5 === 0) return lose(app);
      if (at % 5 === 1) return app.get(SecurityLog).note({ event: 'login.failed' });
      return add(app, `Cup ${at}`);
    });
    await Promise.all(changes.map((change) => change()));

    const { checked, fault } = await verify();
    expect([checked, fault]).toEqual([40, undefined]);
    expect(await sql(database.url, `select count(*)::int as n from platform.audit_entries where after ->> 'name' = 'lost'`)).toEqual([{ n: 0 }]);
  });

  it('holds nobody up before the commit', async () => {
    const [first, second] = processes as [INestApplicationContext, INestApplicationContext];
    const [written, committed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = as(KEY, first, async () => {
      await first.get(Database).query(ADD, [toUuid(newId('thing')), 'slow']);
      written.resolve();
      await committed.promise;
    });
    await written.promise;
    await add(second, 'quick').finally(committed.resolve);
    await slow;

    expect(await sql(database.url, `select after ->> 'name' as name from platform.audit_entries order by seq`)).toEqual([{ name: 'quick' }, { name: 'slow' }]);
  });

  it('links also what is put in by hand, wherever that wants to stand', async () => {
    await addTo(1);
    await sql(database.url, `${WITHOUT_TRIGGERS} values (77, '2001-01-01', 'security', 'by.hand', sha256('x'))`);

    expect(await verify()).toMatchObject({ checked: 2, head: { seq: 2 }, fault: undefined });
  });

  it.each([
    ['changes', 'what an entry says', `update platform.audit_entries set actor = 'key_of_somebody_else' where seq = 3`, 'Entry 3 was changed'],
    ['changes', 'a single value in it', `update platform.audit_entries set after = jsonb_set(after, '{name}', '"x"') where seq = 3`, 'Entry 3 was changed'],
    ['moves', 'a value to another column', `update platform.audit_entries set before = after, after = null, operation = 'delete' where seq = 3`, 'Entry 3 was changed'],
    ['changes', 'its time by a microsecond', `update platform.audit_entries set occurred_at = occurred_at + interval '1 microsecond' where seq = 3`, 'Entry 3 was changed'],
    ['removes', 'an entry', `delete from platform.audit_entries where seq = 3`, 'Entry 3 is missing'],
    ['removes', 'the first', `delete from platform.audit_entries where seq = 1`, 'Entry 1 is missing'],
    [
      'removes', 'an entry and closes the gap',
      `delete from platform.audit_entries where seq = 3; update platform.audit_entries set seq = seq - 1 where seq = 4; update platform.audit_entries set seq = 4 where seq = 5`,
      'Entry 3 was changed or put in',
    ],
    ['swaps', 'two entries', `update platform.audit_entries set seq = 99 where seq = 3; update platform.audit_entries set seq = 3 where seq = 4; update platform.audit_entries set seq = 4 where seq = 99`, 'Entry 3 was changed'],
    ['puts in', 'an entry at the end', `${WITHOUT_TRIGGERS} values (6, now(), 'security', 'by.hand', sha256('x'))`, 'Entry 6 was changed or put in'],
    ['puts in', 'an entry further on', `${WITHOUT_TRIGGERS} values (7, now(), 'security', 'by.hand', sha256('x'))`, 'Entry 6 is missing'],
  ])('finds out who %s %s', async (_verb, _what, change, fault) => {
    await addTo(5);
    expect((await verify()).fault).toBeUndefined();
    await tamper(database.url, change);

    expect((await verify()).fault).toContain(fault);
  });

  it('finds out by a kept head that the end was cut off, also when it went on afterwards', async () => {
    await addTo(5);
    const { head } = await verify();
    await tamper(database.url, 'delete from platform.audit_entries where seq > 3');

    expect(await verify()).toMatchObject({ checked: 3, fault: undefined });
    expect((await verify(head)).fault).toContain('Entry 5, which the kept head names, is gone: the log ends with entry 3');
    await addTo(4);
    expect((await verify(head)).fault).toContain('Entry 5 is not the one that the kept head names');
  });

  it('stands the test of a head that was kept, however much came after', async () => {
    await addTo(2);
    const { head } = await verify();
    await addTo(3);

    expect(await verify(head)).toMatchObject({ checked: 5, fault: undefined });
  });

  describe('only grows:', () => {
    beforeEach(() => addTo(1));

    it.each([
      ['changes', `update platform.audit_entries set actor = 'x'`],
      ['deletes', 'delete from platform.audit_entries'],
      ['empties', 'truncate platform.audit_entries'],
      ['changes as a replica', `set session_replication_role = 'replica'; update platform.audit_entries set actor = 'x'`],
    ])('the owner of the server who %s it is refused', async (_, statements) => {
      await expect(sql(database.url, statements)).rejects.toThrow('it only grows');
    });

    it.each(['update platform.audit_entries set seq = 9', 'delete from platform.audit_entries', 'truncate platform.audit_entries'])('its owner has no right to %s', async (statement) => {
      const asOwner = `begin; create role keeper_of_the_log; grant usage, create on schema platform to keeper_of_the_log;
        alter table platform.audit_entries owner to keeper_of_the_log; set local role keeper_of_the_log;`;

      await expect(sql(database.url, `${asOwner} select count(*) from platform.audit_entries; ${statement}`)).rejects.toThrow('permission denied for table audit_entries');
    });
  });
});
