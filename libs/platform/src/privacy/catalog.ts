import type { Holding } from './holdings.js';

/** A column, and what its comment says that it holds of people. */
export interface CatalogedColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly comment: string | null;
  /** Of a type that can hold nothing about anybody: ids, numbers, times, and texts of a fixed list. */
  readonly structural: boolean;
}

/**
 * Every column of ours. Which types and checks make a column structural is said in docs/adr/0024. BullMQ's tables belong to it: what we put
 * into its jobs are ids.
 */
export const CATALOG_OF_COLUMNS = `
  select n.nspname || '.' || c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type, d.description as comment,
         t.typcategory in ('N', 'B') or t.typname in ('uuid', 'timestamptz', 'interval')
           or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
                and pg_get_constraintdef(k.oid) ~ '^CHECK \\(\\(\\w+ = (ANY \\(ARRAY\\[)?(''[^'']*''::text(, )?)+(\\]\\))?\\)\\)$') as structural
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
    left join pg_description d on d.objoid = c.oid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
   where c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^(pg_|information_schema$|bullmq$)'
   order by 1, a.attnum`;

const FORM = /^(Personal data|Secret|Not personal): \S.{2,}/;
const PERSONAL = /^Personal data: /;
const SECRET = /^Secret: /;

export const isPersonal = ({ comment }: CatalogedColumn): boolean => comment !== null && PERSONAL.test(comment);
export const isSecret = ({ comment }: CatalogedColumn): boolean => comment !== null && SECRET.test(comment);

/** A sentence for each column that says nothing, or says it in another form, and for each table that nobody says how to forget. */
export function catalogFaults(columns: readonly CatalogedColumn[], holdings: readonly Holding[]): string[] {
  const held = new Set(holdings.map(({ table }) => table));
  const faults = columns.flatMap((column) => faultOf(column) ?? []);
  const unheld = new Set(columns.filter((column) => isPersonal(column) && !held.has(column.table)).map(({ table }) => table));
  for (const table of unheld) {
    faults.push(`${table} has personal data that nobody exports or erases: add it to the holdings of its module (adapters/persistence/personal-data.ts), and to what that class exports and erases.`);
  }
  return faults;
}

function faultOf({ table, column, type, comment, structural }: CatalogedColumn): string | undefined {
  const how = `In the migration that adds it, write: comment on column ${table}.${column} is 'Personal data: why it is kept', or 'Secret: what it is', or 'Not personal: what it is'.`;
  if (comment === null) return structural ? undefined : `${table}.${column} (${type}) does not say whether it is about a person. ${how}`;
  return FORM.test(comment) ? undefined : `${table}.${column} has the comment “${comment}”, which has another form. ${how}`;
}

const INTRODUCTION = `# Personal data

What the shop keeps about people: where, why, and until when. Made from the comments of the database's columns and from what each module says
about its tables (\`HOLDINGS\`); a test compares. After a change, with the DATABASE_URL of a
migrated database: \`npm run build && npx holdfast personal-data > docs/personal-data.md\`. The rule behind it is in
[ADR 0024](adr/0024-columns-say-what-they-hold-of-people.md), how to answer requests in [security.md](security.md).
`;

/** The catalog as a page. */
export function personalDataPage(columns: readonly CatalogedColumn[], holdings: readonly Holding[]): string {
  const sections = holdings.map(({ table, ends, about }) => {
    const mine = columns.filter((column) => column.table === table && (isPersonal(column) || isSecret(column)));
    const rows = mine.map(({ column, comment }) => `| \`${column}\` | ${comment!.split(': ', 1)[0]!.toLowerCase()} | ${comment!.slice(comment!.indexOf(': ') + 2)} |`);
    const head = `## ${table}\n\n${about === 'staff' ? 'About staff. ' : ''}${ends}\n`;
    return rows.length === 0 ? head : `${head}\n| column | class | why, or what |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}
