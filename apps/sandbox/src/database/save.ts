import type { Transaction } from './open.js';

/**
 * Inserts the row, or brings the row with its id up to date, in one statement. Column names are
 * those of the row type, written in this program; objects and lists become JSON.
 */
export async function save<Row extends { readonly id: string }>(
  tx: Transaction,
  table: string,
  columns: readonly (keyof Row & string)[],
  row: Row,
): Promise<void> {
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  const changes = columns.filter((column) => column !== 'id').map((c) => `${c} = excluded.${c}`);
  await tx.query({
    // Named, so that PostgreSQL plans it once per connection.
    name: `save-${table}`,
    text: `insert into sandbox.${table} (${columns.join(', ')}) values (${places})
           on conflict (id) do update set ${changes.join(', ')}`,
    values: columns.map((column) => stored(row[column])),
  });
}

function stored(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
