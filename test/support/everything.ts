import { OUR_SCHEMAS } from './touched.js';
import { sql } from './sql.js';

/** The tables in which one of the texts stands in any column of any row, whatever its type; bytes are searched as well. The queue's too. */
export async function tablesWith(url: string, texts: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    url,
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname = 'bullmq' or ${OUR_SCHEMAS}) order by name`,
  );
  const needles = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
  const parts = tables.map(({ name }) => `select '${name}' as name where exists (select from ${name} t, unnest($1::text[]) needle where position(needle in t::text) > 0)`);
  return (await sql<{ name: string }>(url, parts.join(' union all '), [needles])).map(({ name }) => name);
}
