import type pg from 'pg';

/** Columns that are written, by table; generated ones follow. */
const COLUMNS = `
  select n.nspname || '.' || c.relname as table, string_agg(quote_ident(a.attname), ' ' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
   where c.relkind = 'r' and n.nspname = any($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname <> 'migrations' group by 1`;
const SCHEMAS = ['catalog', 'identity', 'inventory', 'notifications', 'ordering', 'payments', 'platform'];

type Columns = ReadonlyMap<string, readonly string[]>;

async function columnsOf(client: pg.ClientBase): Promise<Columns> {
  const { rows } = await client.query<{ table: string; columns: string }>(COLUMNS, [SCHEMAS]);
  return new Map(rows.map(({ table, columns }) => [table, columns.split(' ')]));
}

/** Fills the tables of a database with the rows of another one, as far as both have the same tables and columns. As a superuser, past triggers and foreign keys. */
export async function copyRows(from: pg.ClientBase, to: pg.ClientBase): Promise<void> {
  const [there, here] = [await columnsOf(from), await columnsOf(to)];
  await to.query('set session_replication_role = replica');
  for (const [table, columns] of here) {
    const common = columns.filter((column) => there.get(table)?.includes(column)).join(', ');
    // Rows that migrations made come with the others.
    await to.query(`delete from ${table}`);
    if (common === '') continue;
    const { rows } = await from.query<{ all: string | null }>(`select jsonb_agg(to_jsonb(t))::text as all from ${table} t`);
    if (rows[0]!.all === null) continue;
    await to.query(`insert into ${table} (${common}) overriding system value select ${common} from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [rows[0]!.all]);
  }
  await to.query('reset session_replication_role');
}
