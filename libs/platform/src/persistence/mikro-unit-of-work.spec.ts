import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { newId, toUuid, UnitOfWork } from '../kernel/index.js';
import { PlatformModule } from '../platform.module.js';
import { NestLogger } from '../telemetry/logger.js';
import { Database } from './database.js';
import { statement, statements } from './statement.js';
import { specLogger } from '../../../../test/support/spec-log.js';

const POOL = 2;
const NOTE = statement('test.note', `insert into notes (text) values ($1)`);
const NOTES = statement('test.notes', `select text from notes order by n`);
const LIST = statement('test.list', `insert into notes (text) select unnest($1::text[])`);
const MODE = statement('test.plan-mode', 'show plan_cache_mode');
const HISTORY = newId('ord');
const CUT = statement('test.cut', `select pg_terminate_backend(pg_backend_pid())`);

function circular(): object {
  const self: Record<string, unknown> = {};
  self['self'] = self;
  return self;
}

describe('the unit of work', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let work: UnitOfWork;
  let db: Database;

  beforeAll(async () => {
    database = await createTestDatabase();
    await sql(database.url, `create table notes (n int generated always as identity, text text unique deferrable initially immediate, check (text <> 'forbidden'))`);
    const logger = specLogger();
    const platform = PlatformModule.forRoot({
      databaseUrl: database.url, publicUrl: 'http://shop.test', logger, poolMax: POOL, queue: { kind: 'postgres', url: database.url },
      secret: 'a secret for the specs, not for anybody else', testMode: true, records: [], migrations: [],
    });
    class AppModule {}
    Module({ imports: [platform] })(AppModule);
    app = await NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(logger), abortOnError: false });
    [work, db] = [app.get(UnitOfWork), app.get(Database)];
  });
  beforeEach(() => sql(database.url, 'truncate notes'));
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const notes = async () => (await sql<{ text: string }>(database.url, 'select text from notes order by n')).map(({ text }) => text);
  const sent = async (act: () => Promise<unknown>): Promise<string[]> => {
    const texts: string[] = [];
    const see = (text: unknown) => void texts.push(String(text));
    statements.subscribe(see);
    await act().finally(() => statements.unsubscribe(see));
    return texts;
  };

  it('has its statements planned once, and reads outside of it by their values', async () => {
    const mode = async () => (await db.first<{ plan_cache_mode: string }>(MODE))?.plan_cache_mode;

    expect(await work.run(mode)).toBe('force_generic_plan');
    // On the same connections, which the transaction must leave as they were.
    expect(await Promise.all(Array.from({ length: POOL }, mode))).toEqual(Array(POOL).fill('auto'));
  });

  it('runs what was sent ahead and what is asked in the order of the calls', async () => {
    const seen = await work.run(async () => {
      await db.send(NOTE, ['first']);
      await db.send(NOTE, ['second']);
      const between = await db.query<{ text: string }>(NOTES);
      await db.send(NOTE, ['third']);
      return between.map(({ text }) => text);
    });

    expect([seen, await notes()]).toEqual([['first', 'second'], ['first', 'second', 'third']]);
  });

  it('fails as a whole, and with the reason, when something that was sent ahead fails', async () => {
    const committed: string[] = [];
    const failing = work.run(async () => {
      work.afterCommit(() => committed.push('told'));
      await db.send(NOTE, ['first']);
      await db.send(NOTE, ['forbidden']);
      await db.send(NOTE, ['third']);
    });

    await expect(failing).rejects.toMatchObject({ code: '23514' });
    expect([await notes(), committed]).toEqual([[], []]);
  });

  it.each([['an array', LIST, [[1n]]], ['a value', NOTE, [circular()]]] as const)('keeps nothing when %s cannot even be sent', async (_, sql, values) => {
    const failing = work.run(async () => {
      await db.send(NOTE, ['first']);
      await db.send(sql, values);
    });

    await expect(failing).rejects.toThrow(TypeError);
    expect(await notes()).toEqual([]);
    await work.run(() => db.send(NOTE, ['next']));
    expect(await notes()).toEqual(['next']);
  });

  it('asks in the order of the calls also where two of them open it', async () => {
    const texts = await sent(() => work.run(() => Promise.all([db.query(NOTES), db.send(NOTE, ['second']), db.query(NOTES)])));
    expect(texts).toEqual([expect.stringMatching(/^begin/), NOTES, NOTE, NOTES, 'commit']);
  });

  it('names the first failure, not those that follow from it', async () => {
    const failing = work.run(async () => {
      await db.send(NOTE, ['forbidden'], () => new Error('not that one'));
      return db.query(NOTES);
    });

    await expect(failing).rejects.toThrow('not that one');
  });

  it('names the first failure also to whoever asked next and hears of it sooner', async () => {
    const asked = work.run(() => {
      const first = db.query(NOTE, ['forbidden']);
      const second = db.query(NOTES);
      // Whoever asked for the one that fails has a longer way to tell of it.
      const told = first.catch(async (error: unknown) => {
        await Promise.allSettled([second]);
        throw error;
      });
      return Promise.all([told, second]);
    });

    await expect(asked).rejects.toMatchObject({ code: '23514' });
  });

  it('begins with its first statement; one without any costs nothing', async () => {
    expect(await sent(() => work.run(() => Promise.resolve()))).toEqual([]);
    expect(await sent(() => work.run(() => db.query(NOTES)))).toEqual([expect.stringMatching(/^begin/), NOTES, 'commit']);
    await expect(work.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  const happened = (version: number, id: ReturnType<typeof newId<'ord'>>) => ({ type: 'test.happened.v1', subject: id, version, payload: {} });
  const settled: string[] = [];
  it.each<[string, () => Promise<unknown>]>([
    ['throws', () => Promise.reject(new Error('no'))],
    ['fails in a statement', () => db.query(NOTE, ['forbidden'])],
    ['fails in a statement that was sent ahead', () => db.send(NOTE, ['forbidden'])],
    ['cannot send what it has to say', () => db.send(NOTE, [circular()])],
    ['records what is history already', async () => work.record([happened(1, newId('ord')), happened(1, HISTORY)])],
  ])('undoes a part that %s, and nothing else', async (_, fails) => {
    settled.length = 0;
    await work.run(async () => work.record([happened(1, HISTORY)])).catch(() => undefined);

    const outcome = await work.run(async () => {
      await db.send(NOTE, ['before']);
      const part = await work.attempt(async () => {
        await db.send(NOTE, ['undone']);
        work.afterCommit(() => settled.push('undone'));
        return fails();
      });
      await db.send(NOTE, ['after']);
      work.afterCommit(() => settled.push('kept'));
      return part;
    });

    expect([outcome.ok, await notes(), settled]).toEqual([false, ['before', 'after'], ['kept']]);
  });

  it('keeps a part that worked, with its events', async () => {
    const id = newId('ord');
    const outcome = await work.run(() =>
      work.attempt(async () => {
        await db.send(NOTE, ['part']);
        work.record([happened(1, id)]);
        return 'done';
      }));

    expect([outcome, await notes()]).toEqual([{ ok: true, value: 'done' }, ['part']]);
    expect(await sql(database.url, 'select version from platform.outbox where subject = $1', [toUuid(id)])).toEqual([{ version: 1 }]);
  });

  it('fails as a whole when what came before a part had failed', async () => {
    const failing = work.run(async () => {
      await db.send(NOTE, ['forbidden']);
      return work.attempt(() => Promise.resolve());
    });

    await expect(failing).rejects.toMatchObject({ code: '23514' });
  });

  it('records events in the same transaction', async () => {
    const id = newId('ord');
    const record = (version: number) => work.run(async () => {
      await db.send(NOTE, [`version ${version}`]);
      work.record([{ type: 'test.happened.v1', subject: id, version, payload: {} }]);
    });
    await record(1);

    await expect(record(1)).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual(['version 1']);
  });

  it('gives the place in the pool back when its connection is lost', async () => {
    for (let lost = 0; lost < 2 * POOL; lost++) {
      await expect(work.run(() => db.query(CUT))).rejects.toThrow();
      await expect(work.run(() => db.send(CUT, []))).rejects.toThrow();
    }

    await work.run(() => db.send(NOTE, ['still here']));
    expect(await notes()).toEqual(['still here']);
  });

  it('also tells of what cannot be sent outside of a transaction', async () => {
    await expect(db.query(LIST, [[1n]])).rejects.toThrow(TypeError);
    expect(await db.query(NOTES)).toEqual([]);
  });

  it('refuses to send ahead outside of a transaction', async () => {
    await expect(db.send(NOTE, ['alone'])).rejects.toThrow('unit of work');
  });
});
