import type pg from 'pg';

/** Schema of the moved time; it stands before pg_catalog in the search path of a shop in test mode, see {@link MOVED_TIME}. */
const SCHEMA = 'test_clock';
/** On this channel every move is told, with the new offset in seconds. */
export const MOVED = 'holdfast_test_clock';
/** Option of a connection: what SQL calls `now()` is the time of the shop, not that of the server. */
export const MOVED_TIME = `-c search_path=${SCHEMA},pg_catalog,"$user",public`;
/** Any number: who lays the clock down, moves it or takes it away does so alone. */
const LOCK = 4_850_613;

/**
 * The offset stands in the functions themselves, as a constant: PostgreSQL puts it into each plan (a function of one expression is inlined), so that
 * moved time costs no look-up and uses the same indexes, and makes every plan anew once the functions were replaced.
 */
const FUNCTIONS = `
  create schema if not exists ${SCHEMA};
  create table if not exists ${SCHEMA}.turns (name text primary key, at timestamptz not null);
  comment on table ${SCHEMA}.turns is 'Not audited: when work at intervals was last made to follow the clock';
  comment on column ${SCHEMA}.turns.name is 'Not personal: name of a schedule';
  comment on column ${SCHEMA}.turns.at is 'Not personal: time of the shop';
  create or replace function ${SCHEMA}.move_to(seconds bigint) returns void language plpgsql as $move$
  declare one record;
  begin
    execute format('create or replace function ${SCHEMA}.offset_seconds() returns bigint language sql stable parallel safe as ''select %s::bigint''', seconds);
    for one in select * from (values ('now', 'stable'), ('transaction_timestamp', 'stable'), ('statement_timestamp', 'stable'), ('clock_timestamp', 'volatile')) as f (name, kind) loop
      execute format(
        'create or replace function ${SCHEMA}.%1$I() returns timestamptz language sql %2$s parallel safe
           as ''select pg_catalog.%1$I() operator(pg_catalog.+) pg_catalog.interval ''''%3$s seconds''''''', one.name, one.kind, seconds);
    end loop;
    perform pg_notify('${MOVED}', seconds::text);
  end $move$;`;

/** Columns whose defaults migrations bound to the server's time, and those that were bound to the shop's. */
const defaults = (pattern: string, replaced: string): string => `
  do $defaults$
  declare one record;
  begin
    for one in
      select d.adrelid::regclass as of, a.attname as name, regexp_replace(pg_get_expr(d.adbin, d.adrelid), '${pattern}', '${replaced}', 'g') as value
        from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
             join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
       where a.attgenerated = '' and n.nspname not in ('bullmq', 'information_schema') and n.nspname !~ '^pg_'
         and pg_get_expr(d.adbin, d.adrelid) ~ '${pattern}'
    loop
      execute format('alter table %s alter column %I set default %s', one.of, one.name, one.value);
      -- Each table is locked for itself: processes that run already go on.
      commit;
    end loop;
  end $defaults$`;

const FOLLOW = defaults(String.raw`(?<![.\w])(now|transaction_timestamp|statement_timestamp|clock_timestamp)\(\)`, String.raw`${SCHEMA}.\1()`);
const LEAVE = defaults(String.raw`${SCHEMA}\.(\w+)\(\)`, String.raw`pg_catalog.\1()`);

/** Lays the clock down in a migrated database where it is missing, and lets defaults of new columns follow it. Safe to repeat; moves nothing. */
export async function layTestClock(client: pg.ClientBase): Promise<void> {
  await alone(client, async () => {
    const { rows } = await client.query<{ known: boolean }>(`select to_regprocedure('${SCHEMA}.now()') is not null as known`);
    if (!rows[0]?.known) await client.query(`begin; ${FUNCTIONS} select ${SCHEMA}.move_to(0); commit`);
    await client.query(FOLLOW);
  });
}

/** Takes the clock away, for a shop that leaves test mode. Answers by how many seconds it was ahead; undefined when there was none. */
export async function removeTestClock(client: pg.ClientBase): Promise<number | undefined> {
  const { rows } = await client.query<{ known: boolean }>(`select to_regnamespace('${SCHEMA}') is not null as known`);
  if (!rows[0]?.known) return undefined;
  return alone(client, async () => {
    const offset = await offsetOf(client);
    await client.query(LEAVE);
    await client.query(`drop schema ${SCHEMA} cascade`);
    return offset;
  });
}

/** Seconds by which the shop is ahead of the server. */
export async function offsetOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ seconds: string }>(`select ${SCHEMA}.offset_seconds() as seconds`);
  return Number(rows[0]!.seconds);
}

/** Moves the clock by `seconds`; others that want to wait. `before` is told the new offset first, and when it fails nothing is moved. */
export async function moveBy(client: pg.ClientBase, seconds: number, before: (offset: number) => Promise<void>): Promise<number> {
  return alone(client, async () => {
    const offset = (await offsetOf(client)) + seconds;
    await before(offset);
    await client.query(`select ${SCHEMA}.move_to($1)`, [offset]);
    return offset;
  });
}

async function alone<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}
