import type { Pool } from 'pg';

/** All that is kept for customers, oldest first, as one snapshot of the database. */
export async function openVault(pool: Pool): Promise<object> {
  const all = (table: string, order: string): string =>
    `(select coalesce(jsonb_agg(to_jsonb(t) - 'seq' order by ${order}), '[]') from sandbox.${table} t) as ${table}`;
  const { rows } = await pool.query<object>(
    `select ${all('customers', 't.created, t.id')}, ${all('payment_methods', 't.seq')}, ${all('setup_intents', 't.seq')}`,
  );
  return rows[0]!;
}
