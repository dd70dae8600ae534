import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { BALANCE_SCHEMA } from '../books/balance-schema.js';
import { CLOCK_SCHEMA, SANDBOX_TIME } from '../clock/schema.js';
import { DISPUTE_SCHEMA } from '../disputes/schema.js';
import { PAYPAL_SCHEMA } from '../paypal/schema.js';
import { VAULT_SCHEMA } from '../vault/schema.js';
import { WEBHOOK_SCHEMA } from '../webhooks/schema.js';
import { SCHEMA } from './schema.js';

/** A connection inside a transaction; only {@link inTransaction} hands it out. */
export type Transaction = pg.PoolClient;
/** Whatever can run a statement. */
export type Queryable = pg.Pool | Transaction;

const POOL_SIZE = 10;
const WAIT_MS = 15_000;
const RETRY_MS = 250;
const ATTEMPTS = 3;
const INT8 = 20;
const NUMERIC = 1700;
/** Any number will do; it keeps two starting processes from creating the schema at once. */
const SCHEMA_LOCK = 720_414;

/**
 * Connects, waiting up to 15 s for the database, and creates the schema where it is missing.
 * @throws Error with one sentence when the database stays away or refuses
 */
export async function openDatabase(url: string): Promise<pg.Pool> {
  const types = new pg.TypeOverrides();
  // Amounts have at most eight digits and their sums stay far below 2^53.
  types.setTypeParser(INT8, Number);
  types.setTypeParser(NUMERIC, Number);
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, types, options: SANDBOX_TIME });
  // A lost idle connection is replaced at the next query; without a listener it ends the process.
  pool.on('error', () => undefined);
  try {
    await untilReachable(pool);
    await pool.query(`begin; select pg_advisory_xact_lock(${SCHEMA_LOCK}); ${CLOCK_SCHEMA} ${SCHEMA} ${WEBHOOK_SCHEMA} ${DISPUTE_SCHEMA} ${BALANCE_SCHEMA} ${PAYPAL_SCHEMA} ${VAULT_SCHEMA} commit;`);
    return pool;
  } catch (error) {
    await pool.end();
    throw new Error(`The database of the sandbox is not usable: ${reason(error)}.`, {
      cause: error,
    });
  }
}

/** Runs `work` in one transaction; repeats it when PostgreSQL chose it as a deadlock's victim. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const tx = await pool.connect();
    let broken: Error | undefined;
    try {
      await tx.query('begin');
      const result = await work(tx);
      await tx.query('commit');
      return result;
    } catch (error) {
      await tx.query('rollback').catch((fault: Error) => (broken = fault));
      if (!isTransient(error) || attempt === ATTEMPTS) throw error;
    } finally {
      tx.release(broken);
    }
  }
}

async function untilReachable(pool: pg.Pool): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (!isAbsent(error) || performance.now() > deadline) throw error;
      await pause(RETRY_MS);
    }
  }
}

// 57P03: the server is starting up. Wrong credentials and unknown databases do not heal by waiting.
function isAbsent(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '57P03'].includes(codeOf(error));
}

function isTransient(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}

// Trying several addresses fails with an AggregateError, whose own message is empty.
function reason(error: unknown): string {
  return (error instanceof Error && error.message) || codeOf(error) || String(error);
}
