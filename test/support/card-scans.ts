import { Client } from 'pg';
import { type CardScan, NOTHING_SCANNED, scanDatabase, together } from './card-scan.js';
import { sql } from './sql.js';

/** What each spec left to be told at the end of the run, in the administrative database of the server that the run shares. */
const KEPT = `create table if not exists card_scans (databases int not null, rows bigint not null, log_lines int not null, found text[] not null)`;

export async function prepareCardScans(serverUrl: string): Promise<void> {
  await sql(serverUrl, KEPT);
}

/** Keeps what was scanned for the end of the run. @throws Error when there was a card number, so that the spec fails that left it */
export async function keep(client: Client, { databases, rows, logLines, found }: CardScan): Promise<void> {
  await client.query('insert into card_scans values ($1, $2, $3, $4)', [databases, rows, logLines, found]);
  if (found.length > 0) throw new Error(`A card number is left in ${[...new Set(found)].join(', ')}`);
}

/** The sum of the whole run, with the databases that specs left behind. */
export async function sumOfScans(serverUrl: string): Promise<CardScan> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<CardScan & { rows: string }>('select databases, rows, log_lines as "logLines", found from card_scans');
    const { rows: left } = await client.query<{ name: string }>(`select datname as name from pg_database where datname ~ '^test_'`);
    const scans = rows.map((row) => ({ ...row, rows: Number(row.rows) }));
    for (const { name } of left) scans.push(await scanDatabase(Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href) as (typeof scans)[number]);
    return scans.reduce<CardScan>(together, NOTHING_SCANNED);
  } finally {
    await client.end();
  }
}

/** One line for people, and a status that is not zero where a number was found. */
export function tell({ databases, rows, logLines, found }: CardScan): void {
  process.stderr.write(`card scan: ${databases} databases, ${rows} rows, ${logLines} log lines, ${found.length} card numbers\n`);
  if (found.length === 0) return;
  process.stderr.write(`card numbers stand in: ${[...new Set(found)].join(', ')}\n`);
  // Jest ends with the status of the tests alone; the last word is here.
  process.on('exit', () => void (process.exitCode = 1));
}
