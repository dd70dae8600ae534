import { Writable } from 'node:stream';
import { Client } from 'pg';
import { cardNumbers, isGtin, mayHoldCardNumber } from '@holdfast/kernel';

/** What was looked at, and where a card number stood. The number itself is not told. */
export interface CardScan {
  readonly databases: number;
  readonly rows: number;
  readonly logLines: number;
  readonly found: readonly string[];
}

export const NOTHING_SCANNED: CardScan = { databases: 0, rows: 0, logLines: 0, found: [] };

export const together = (a: CardScan, b: CardScan): CardScan => ({
  databases: a.databases + b.databases, rows: a.rows + b.rows, logLines: a.logLines + b.logLines, found: [...a.found, ...b.found],
});

/** Cheap for PostgreSQL, and true of each text that the detector can find something in: what it passes over does not travel. */
const ENOUGH_DIGITS = '([0-9０-９][[:space:]\\u00a0\\u2000-\\u200a\\u202f\\u3000\\u2010-\\u2015-]{0,3}){13}';
/** Bytes as text: what is no ASCII ends a number. */
const readable = (column: string): string => `regexp_replace(encode(t.${column}, 'escape'), '\\\\[0-7]{3}', '|', 'g')`;

interface Table {
  readonly name: string;
  /** Columns of bytes, which a row as text shows in hexadecimal. */
  readonly bytes: readonly string[];
}

/** Every row of every table of a database, the queue's too, with the detector that the shop itself refuses card numbers by. */
export async function scanDatabase(url: string): Promise<CardScan> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<Table>(TABLES);
    if (tables.length === 0) return { ...NOTHING_SCANNED, databases: 1 };
    const { rows } = await client.query<{ name: string; count: number; suspects: string[] | null }>(tables.map(suspectsIn).join(' union all '));
    const isBarcode = await barcodesOf(client, tables);
    const found = rows.flatMap(({ name, suspects }) => (suspects ?? []).filter((text) => holdsCard(text, isBarcode)).map(() => name));
    return { databases: 1, rows: rows.reduce((sum, { count }) => sum + count, 0), logLines: 0, found };
  } finally {
    await client.end();
  }
}

/** Those that never had a row are passed over: most, in most specs. */
const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name,
         array(select quote_ident(a.attname) from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'bytea'::regtype) as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and pg_relation_size(c.oid) > 0 order by 1`;

const suspectsIn = ({ name, bytes }: Table): string => {
  const text = ['t::text', ...bytes.map(readable)].join(`, '|', `);
  return `select '${name.replaceAll("'", "''")}' as name, count(*)::int as count, array_agg(s.text) filter (where s.text ~ '${ENOUGH_DIGITS}') as suspects
    from ${name} t cross join lateral (select concat(${text}) as text) s`;
};

/** Bar codes of the catalog may satisfy Luhn by chance; they are taken in that one field alone, so they are none elsewhere. */
async function barcodesOf(client: Client, tables: readonly Table[]): Promise<(digits: string) => boolean> {
  if (!tables.some(({ name }) => name === 'catalog.variants')) return () => false;
  const { rows } = await client.query<{ barcode: string }>('select barcode from catalog.variants where barcode is not null');
  const barcodes = new Set(rows.map(({ barcode }) => barcode));
  return (digits) => barcodes.has(digits) && isGtin(digits);
}

const holdsCard = (text: string, pardoned: (digits: string) => boolean = () => false): boolean => cardNumbers(text, pardoned).next().done === false;

/** Where processes log to: every line is looked at and forgotten. */
export class LogScan extends Writable {
  #tail = '';
  #lines = 0;
  #found: string[] = [];

  constructor(
    private readonly name: string,
    private readonly passOn: (chunk: string) => void = () => undefined,
  ) {
    super({ decodeStrings: false });
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    const text = String(chunk);
    this.passOn(text);
    const lines = (this.#tail + text).split('\n');
    this.#tail = lines.pop()!;
    for (const line of lines) this.#look(line);
    done();
  }

  /** What was seen since the last call. */
  take(): CardScan {
    if (this.#tail !== '') this.#look(this.#tail);
    const scan = { ...NOTHING_SCANNED, logLines: this.#lines, found: this.#found };
    [this.#tail, this.#lines, this.#found] = ['', 0, []];
    return scan;
  }

  #look(line: string): void {
    this.#lines++;
    if (mayHoldCardNumber(line) && holdsCard(line)) this.#found.push(this.name);
  }
}
