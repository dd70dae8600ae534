import { Client } from 'pg';

/** What may change although nothing was done: when a key was last used, and counters of requests. */
const EXEMPT: Readonly<Record<string, readonly string[]>> = { 'identity.api_keys': ['last_used_at'] };
const COUNTERS = /(rate_limit|throttle|counter)/;

/** Schemas that are not ours: PostgreSQL's own, and the queue's, into which only the outbox leads. */
export const OUR_SCHEMAS = `nspname !~ '^pg_' and nspname not in ('information_schema', 'bullmq', 'public', 'watch')`;

export interface WatchOptions {
  /** More that may change: tables as `schema.table`. */
  readonly exempt?: readonly string[];
}

/**
 * Watches every table of a test database by triggers and tells in which of them rows changed: inserted, deleted, truncated, or updated
 * to something else. What is rolled back is not told. Background work writes as well: watch a shop that is at rest and has no worker.
 */
export class Touched {
  private constructor(private readonly client: Client) {}

  static async watch(url: string, { exempt = [] }: WatchOptions = {}): Promise<Touched> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(NOTES);
    for (const table of await tablesOf(client)) {
      if (COUNTERS.test(table.name) || exempt.includes(table.name)) continue;
      await client.query(triggersOf(table.quoted, EXEMPT[table.name] ?? []));
    }
    return new Touched(client);
  }

  /** `schema.table operation` of each change since the last call, once each. */
  async take(): Promise<string[]> {
    const { rows } = await this.client.query<{ what: string }>('with gone as (delete from watch.touched returning what) select distinct what from gone order by what');
    return rows.map(({ what }) => what);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

async function tablesOf(client: Client): Promise<{ name: string; quoted: string }[]> {
  const { rows } = await client.query<{ name: string; quoted: string }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and ${OUR_SCHEMAS} order by name`,
  );
  return rows;
}

/** The notes are written as whoever installed them: the shop's own role may be allowed less. */
const NOTES = `
  create schema watch;
  create unlogged table watch.touched (what text not null);
  create function watch.note() returns trigger language plpgsql security definer as $$
  declare unwatched text[] := coalesce(tg_argv, '{}');
  begin
    if tg_op = 'UPDATE' and to_jsonb(old) - unwatched = to_jsonb(new) - unwatched then return null; end if;
    insert into watch.touched values (format('%s.%s %s', tg_table_schema, tg_table_name, lower(tg_op)));
    return null;
  end $$`;

const triggersOf = (table: string, columns: readonly string[]): string => `
  create trigger watch_rows after insert or update or delete on ${table} for each row execute function watch.note(${columns.map((name) => `'${name}'`).join(', ')});
  create trigger watch_truncate after truncate on ${table} for each statement execute function watch.note()`;
