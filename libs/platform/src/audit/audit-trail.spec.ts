import type { INestApplicationContext } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { newId, SecurityLog, toUuid, UnitOfWork } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement, statements } from '../persistence/statement.js';
import { ACTION, as, createThings, entries, forgetEntries, KEY, startPlatform } from './audit-under-test.js';

const ADD = statement('test.add-thing', `insert into things (id, name) values ($1, $2)`);
const RENAME = statement('test.rename-thing', `update things set name = $2 where id = $1`);
const FILL = statement('test.fill-thing', `update things set email = $2, pin = $3, tags = $4 where id = $1`);
const REMOVE = statement('test.remove-thing', `delete from things where id = $1`);

const STAFF = 'stf_01h455vb4pex5vsknk084sn02q';
const CUSTOMER = 'cus_01h455vb4pex5vsknk084sn02q';

describe('the audit log', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let db: Database;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createThings(database.url);
    app = await startPlatform(database.url);
    db = app.get(Database);
  });
  beforeEach(() => forgetEntries(database.url));
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const thing = () => {
    const id = newId('thing');
    return { id, uuid: toUuid(id), change: { kind: 'change', actor: KEY, action: ACTION, resource: 'public.things', resource_id: id, details: null, request_id: 'req-of-a-spec' } };
  };
  /** A unit of work that fails after what it did. */
  const failing = (work: () => Promise<unknown>) =>
    expect(as(KEY, app, async () => {
      await work();
      throw new Error('no');
    })).rejects.toThrow('no');
  const log = () => entries(database.url);
  const things = (uuid: string) => sql(database.url, 'select 1 from things where id = $1', [uuid]);

  it('has what a key did to a record, from its beginning to its end', async () => {
    const { uuid, change } = thing();
    await as(KEY, app, () => db.send(ADD, [uuid, 'Cup']));
    await as(KEY, app, () => db.query(RENAME, [uuid, 'Mug']));
    await as(KEY, app, () => db.query(REMOVE, [uuid]));

    const whole = { id: uuid, email: null, pin: null, tags: null };
    expect(await log()).toEqual([
      { ...change, seq: 1, operation: 'insert', before: null, after: { ...whole, name: 'Cup' } },
      { ...change, seq: 2, operation: 'update', before: { name: 'Cup' }, after: { name: 'Mug' } },
      { ...change, seq: 3, operation: 'delete', before: { ...whole, name: 'Mug' }, after: null },
    ]);
  });

  it('has each step of a unit of work, but not what changed nothing', async () => {
    const { uuid } = thing();
    await as(STAFF, app, async () => {
      await db.send(ADD, [uuid, 'Cup']);
      await db.send(RENAME, [uuid, 'Cup']);
      await db.query(RENAME, [uuid, 'Mug']);
      await db.send(RENAME, [uuid, 'Jug']);
    });

    expect(await log()).toMatchObject([
      { actor: STAFF, operation: 'insert', after: { name: 'Cup' } },
      { actor: STAFF, operation: 'update', before: { name: 'Cup' }, after: { name: 'Mug' } },
      { actor: STAFF, operation: 'update', before: { name: 'Mug' }, after: { name: 'Jug' } },
    ]);
  });

  it.each([['guests', undefined], ['customers', CUSTOMER], ['workers', 'worker']])('has nothing of %s, who send no statement for it', async (_, actor) => {
    const { uuid } = thing();
    await as(KEY, app, () => db.send(ADD, [uuid, 'Cup']));
    await forgetEntries(database.url);
    const sent: unknown[] = [];
    const see = (text: unknown) => void (/^(begin|commit)/.test(String(text)) || sent.push(text));
    statements.subscribe(see);
    await as(actor, app, () => db.send(RENAME, [uuid, 'Mug'])).finally(() => statements.unsubscribe(see));

    expect([await log(), sent]).toEqual([[], [RENAME]]);
  });

  it('forgets what was rolled back, and has no gap for it', async () => {
    const [kept, lost] = [thing(), thing()];
    await failing(() => db.query(ADD, [lost.uuid, 'Cup']));
    await as(KEY, app, async () => {
      await app.get(UnitOfWork).attempt(async () => {
        await db.query(ADD, [lost.uuid, 'Cup']);
        await app.get(SecurityLog).note({ event: 'thing.lost' });
        throw new Error('no');
      });
      await db.send(ADD, [kept.uuid, 'Cup']);
    });

    expect(await log()).toMatchObject([{ seq: 1, resource_id: kept.id }]);
  });

  it('refuses the change itself when the entry cannot be written', async () => {
    const { uuid } = thing();
    await sql(database.url, `alter table platform.audit_entries add constraint full_up check (action <> '${ACTION}')`);
    const refused = as(KEY, app, () => db.send(ADD, [uuid, 'Cup']));

    await expect(refused).rejects.toMatchObject({ constraint: 'full_up' });
    await sql(database.url, `alter table platform.audit_entries drop constraint full_up`);
    expect([await things(uuid), await log()]).toEqual([[], []]);
  });

  it('shows that personal data and secrets changed, never what they are', async () => {
    const { uuid } = thing();
    await as(KEY, app, () => db.send(ADD, [uuid, 'Cup']));
    await as(KEY, app, () => db.send(FILL, [uuid, 'ada@example.com', Buffer.from('1234'), { size: 'L' }]));
    await as(KEY, app, () => db.send(FILL, [uuid, 'eve@example.com', Buffer.from('1234'), { size: 'L' }]));

    const [, filled, changed] = await log();
    expect(filled).toMatchObject({ before: { email: null, pin: null, tags: null }, after: { email: '[redacted]', pin: '[redacted]', tags: { size: 'L' } } });
    expect(changed).toMatchObject({ before: { email: '[redacted]' }, after: { email: '[redacted]' } });
  });

  it('hides a column from the moment on that its comment says so', async () => {
    const { uuid } = thing();
    await as(KEY, app, () => db.send(ADD, [uuid, 'Cup']));
    await sql(database.url, `comment on column things.name is 'Personal data: now'`);
    await as(KEY, app, () => db.send(RENAME, [uuid, 'Ada']));
    await sql(database.url, `comment on column things.name is null`);

    expect(await log()).toMatchObject([{ after: { name: 'Cup' } }, { before: { name: '[redacted]' }, after: { name: '[redacted]' } }]);
  });

  it('names what has a key of several columns by all of them, or by those that the migration says', async () => {
    const { id, uuid } = thing();
    await sql(database.url, `create table tags (thing uuid, tag text, note text, primary key (thing, tag)); select platform.audit('tags', 'thing')`);
    await sql(database.url, `create table pins (pin bytea primary key, thing uuid); select platform.audit('pins', 'thing', '{thing}')`);
    await as(KEY, app, () => db.query(statement('test.tag', `insert into tags values ($1, 'red', 'x')`), [uuid]));
    await as(KEY, app, () => db.query(statement('test.pin', `insert into pins values ('x', $1)`), [uuid]));

    expect(await log()).toMatchObject([{ resource: 'public.tags', resource_id: `${id},red` }, { resource: 'public.pins', resource_id: id }]);
  });

  it('has security events, with the unit of work or alone', async () => {
    const security = app.get(SecurityLog);
    const { id, uuid } = thing();
    await security.note({ event: 'login.failed' });
    await as(KEY, app, async () => {
      await security.note({ event: 'thing.seen', subject: id, details: { times: 2 } });
      await db.send(ADD, [uuid, 'Cup']);
    });
    await failing(() => security.note({ event: 'thing.lost' }));

    const event = { kind: 'security', resource: null, operation: null, before: null, after: null };
    expect(await log()).toMatchObject([
      { ...event, seq: 1, actor: null, action: 'login.failed', resource_id: null, details: null, request_id: null },
      { ...event, seq: 2, actor: KEY, action: 'thing.seen', resource_id: id, details: { times: 2 }, request_id: 'req-of-a-spec' },
      { seq: 3, kind: 'change', resource_id: id },
    ]);
  });
});
