import type pg from 'pg';
import { GROWING } from '../../faults/growth/tables.js';

/** What a migration does, and whether in one transaction. */
export interface Judged {
  readonly name: string;
  readonly statements: readonly string[];
  readonly isTransactional: boolean;
}

/** What one table had to bear. */
interface Burden {
  readonly table: string;
  readonly oid: number;
  /** Its file: another one once it was written anew. */
  readonly file: number;
  readonly scans: number;
  readonly written: number;
}

interface Step {
  readonly statement: string;
  /** `ordering.orders` and the modes in which it is locked, of those that stop writers or readers. */
  readonly locks: ReadonlyMap<string, readonly string[]>;
  readonly scanned: readonly string[];
  readonly written: readonly string[];
  readonly rewritten: readonly string[];
}

/** Those that nobody can write beside; the last one, not even read. */
const STOPPING = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];

const TABLES = `
  select n.nspname || '.' || c.relname as table, c.oid::int as oid, c.relfilenode::int as file,
         coalesce(s.seq_scan, 0)::int as scans, coalesce(s.n_tup_upd + s.n_tup_del, 0)::int as written
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_xact_user_tables s on s.relid = c.oid
   where n.nspname || '.' || c.relname = any($1)`;
const LOCKS = `
  select n.nspname || '.' || c.relname as table, array_agg(l.mode order by l.mode) as modes
    from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
   where l.pid = pg_backend_pid() and l.granted and l.mode = any($1) and l.relation = any($2) group by 1`;

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/create (unique )?index/i, 'make the index CONCURRENTLY, in a migration whose isTransactional() answers false, after DROP INDEX CONCURRENTLY IF EXISTS'],
  [/set not null/i, 'add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in the next migration, and set NOT NULL in the one after: PostgreSQL then has its proof'],
  [/add constraint|add check|add foreign key|references/i, 'add the constraint NOT VALID, and VALIDATE CONSTRAINT in the next migration, which lets everybody write meanwhile'],
  [/^\s*(update|delete|with)/i, 'let a job of the worker do it in portions, and leave the migration to the shape'],
];
const ELSE = 'take the lock in a migration of its own that does nothing else: migrate gives up while it waits for a lock (lock_timeout), never while it has it';
const EXPAND = 'add a new column, write both, let a job fill it in portions, read it in the next release, and drop the old one in the release after';

/**
 * Runs a migration and tells, in sentences, what would stop a shop that has grown: tables that are written anew, or read from end to end, or changed row by
 * row, while a lock keeps everybody else from writing. A lock that is held for a moment is none of them: `holdfast migrate` waits for it with a
 * lock_timeout. Growing tables are those of the proof of growth; what the migration makes itself stops nobody.
 */
export async function complaintsOf(client: pg.ClientBase, { name, statements, isTransactional }: Judged, end: 'commit' | 'rollback' = 'commit'): Promise<string[]> {
  const concurrent = (statement: string) => /\bconcurrently\b/i.test(statement);
  if (isTransactional) return (await steps(client, statements, end)).flatMap(complaints).map((text) => `${name}: ${text}`);
  const found: string[] = [];
  for (const statement of statements) {
    if (concurrent(statement)) await client.query(statement);
    else found.push(...(await steps(client, [statement], end)).flatMap(complaints));
  }
  return found.map((text) => `${name}: ${text}`);
}

async function steps(client: pg.ClientBase, statements: readonly string[], end: 'commit' | 'rollback'): Promise<Step[]> {
  await client.query('begin');
  try {
    const known = await burdens(client);
    const done: Step[] = [];
    let before = known;
    for (const statement of statements) {
      await client.query(statement);
      const after = await burdens(client, known.map(({ oid }) => oid));
      done.push({ statement, locks: await locks(client, known), ...difference(before, after) });
      before = after;
    }
    await client.query(end);
    return done;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function burdens(client: pg.ClientBase, oids?: readonly number[]): Promise<Burden[]> {
  const { rows } = await client.query<Burden>(TABLES, [Object.keys(GROWING)]);
  return rows.filter(({ oid }) => !oids || oids.includes(oid));
}

async function locks(client: pg.ClientBase, known: readonly Burden[]): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; modes: string[] }>(LOCKS, [STOPPING, known.map(({ oid }) => oid)]);
  return new Map(rows.map(({ table, modes }) => [table, modes]));
}

function difference(before: readonly Burden[], after: readonly Burden[]): Pick<Step, 'scanned' | 'written' | 'rewritten'> {
  const was = new Map(before.map((one) => [one.oid, one]));
  const where = (differs: (now: Burden, then: Burden) => boolean) => after.filter((now) => was.has(now.oid) && differs(now, was.get(now.oid)!)).map(({ table }) => table);
  return {
    scanned: where((now, then) => now.scans > then.scans),
    written: where((now, then) => now.written > then.written),
    rewritten: where((now, then) => now.file !== then.file),
  };
}

function complaints({ statement, locks, scanned, written, rewritten }: Step): string[] {
  const shown = statement.trim().replaceAll(/\s+/g, ' ').slice(0, 100);
  const advice = ADVICE.find(([pattern]) => pattern.test(statement))?.[1] ?? ELSE;
  const held = [...locks].map(([table, modes]) => `${table} (${modes.join(', ')})`).join(', ');
  return [
    ...rewritten.map((table) => `"${shown}" writes ${table} anew, and nobody reads it meanwhile. Instead ${EXPAND}.`),
    ...written.filter((table) => !rewritten.includes(table)).map((table) => `"${shown}" changes the rows of ${table}${held && `, while it locks ${held}`}. Instead ${advice}.`),
    ...(locks.size === 0 ? [] : scanned.filter((table) => !rewritten.includes(table) && !written.includes(table)).map((table) => `"${shown}" reads ${table} from end to end, while it locks ${held}. Instead ${advice}.`)),
  ];
}
