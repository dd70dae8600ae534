import { forgetEntries, tamper } from '../../../libs/platform/src/audit/audit-under-test.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { sql } from '../../../test/support/sql.js';
import { cli } from './cli-under-test.js';

const ENTRIES = 2_500;

describe('audit verify', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => forgetEntries(database.url));
  afterAll(() => database.drop());

  const add = (entries: number) => sql(database.url, `insert into platform.audit_entries (kind, action) select 'security', 'a.test' from generate_series(1, $1)`, [entries]);
  const run = async (...args: string[]) => {
    const outcome = await cli({ DATABASE_URL: database.url })('audit', 'verify', ...args);
    return { ...outcome, head: /^Head: (.*)$/m.exec(outcome.said.join('\n'))?.[1] };
  };

  it('says that an empty log is empty', async () => {
    expect(await run()).toMatchObject({ status: 0, said: ['The audit log is empty.'], warned: [] });
  });

  it('reads the whole log, shows how far it is, and gives the head to keep', async () => {
    await add(ENTRIES);
    const { status, said, warned, shown, head } = await run();

    expect([status, warned, shown]).toEqual([0, [], ['1,000 entries checked', '2,000 entries checked', '']]);
    expect(said[0]).toBe('2,500 entries checked: none was changed, removed or put in.');
    expect(head).toMatch(/^2500:[0-9a-f]{64}$/);
    expect((await run('--head', head!)).said).toContain('It still has the entry that the kept head names, 2500.');
  });

  it('names the first entry that is broken, and ends with 1', async () => {
    await add(ENTRIES);
    await tamper(database.url, `update platform.audit_entries set action = 'another.test' where seq in (2400, 2410)`);

    expect(await run()).toMatchObject({
      status: 1,
      said: [],
      warned: [
        'The audit log is broken. Entry 2400 was changed or put in: its hash does not follow from what it says and the entry before it.',
        'What comes before stands: 2,399 entries.',
      ],
    });
  });

  it('notices with a kept head that the end is gone', async () => {
    await add(3);
    const { head } = await run();
    await tamper(database.url, 'delete from platform.audit_entries where seq > 1');

    const { status, warned } = await run('--head', head!);
    expect([status, warned[0]]).toEqual([1, 'The audit log is broken. Entry 3, which the kept head names, is gone: the log ends with entry 1. Entries were cut off at its end.']);
  });

  it('tells machines in JSON, also by its other name', async () => {
    await add(2);
    const whole = await cli({ DATABASE_URL: database.url })('verify-audit', '--json');
    await tamper(database.url, `update platform.audit_entries set action = 'another.test' where seq = 1`);
    const broken = await cli({ DATABASE_URL: database.url })('verify-audit', '--json');

    expect([whole.status, whole.json()]).toEqual([0, { whole: true, checked: 2, head: expect.stringMatching(/^2:[0-9a-f]{64}$/), fault: null }]);
    expect([broken.status, broken.json()]).toMatchObject([1, { whole: false, checked: 0, fault: expect.stringContaining('Entry 1 was changed') }]);
  });

  it.each([[['--head', '3:abc']], [['--head', `0:${'a'.repeat(64)}`]], [['--head']], [['--tail', 'x']], [['more']]])('refuses %j', async (args) => {
    const { status, said, warned } = await run(...args);

    expect([status, said]).toEqual([2, []]);
    expect(warned).not.toEqual([]);
  });
});
