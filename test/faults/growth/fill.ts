import type pg from 'pg';

const ROWS = 400;
/** By the type of a column: any value, another one for each row. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()', text: `md5(n::text)`, bytea: `sha256(n::text::bytea)`, jsonb: `'{}'::jsonb`, boolean: 'n % 2 = 0', date: `'2025-01-01'::date + n`,
  integer: 'n', bigint: 'n', smallint: 'n', 'text[]': `'{}'::text[]`, 'timestamp with time zone': `now() - n * interval '1 hour'`,
};

/**
 * Puts rows into a table that has none, past all its rules: the planner takes an empty table for one that is not worth an index. A
 * database in which that was done is good for plans only.
 */
export async function fill(client: pg.Client, table: string): Promise<void> {
  const { rows: [row] } = await client.query(`select exists (select from ${table}) as filled`);
  if (row.filled) return;
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`, [table],
  );
  const { rows: rules } = await client.query<{ name: string }>(`select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`, [table]);
  await client.query('set session_replication_role = replica');
  for (const { name } of rules) await client.query(`alter table ${table} drop constraint ${name}`);
  await client.query(
    `insert into ${table} (${columns.map(({ name }) => name).join(', ')})
     select ${columns.map(({ type }) => VALUES[type] ?? `null::${type}`).join(', ')} from generate_series(1, ${ROWS}) n`,
  );
  await client.query(`analyze ${table}`);
  await client.query('set session_replication_role = origin');
}
