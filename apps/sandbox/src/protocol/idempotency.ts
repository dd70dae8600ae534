import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction, type Transaction } from '../database/open.js';
import { type Answer, failure } from './answer.js';
import type { Fields } from './form.js';
import { apiError, StripeError } from './stripe-error.js';

/** A request that must take effect at most once. */
export interface KeyedRequest {
  /** The `Idempotency-Key`; without one each call is a request of its own. */
  readonly key: string | undefined;
  readonly fingerprint: string;
  readonly requestId: string;
}

/** An answer and, when it repeats an earlier one, the request that gave it first. */
export interface OnceAnswered extends Answer {
  readonly originalRequest?: string;
}

interface StoredAnswer extends Answer {
  readonly fingerprint: string;
  readonly request_id: string;
}

/** What "the same parameters" means: equal method, address and form, in any order of names. */
export function fingerprintOf(method: string, path: string, form: Fields): string {
  return createHash('sha256')
    .update(`${method} ${path}\n${canonical(form)}`)
    .digest('hex');
}

/**
 * Runs `execute` in a transaction and stores its answer under the key in the same transaction;
 * a repeat gets the stored answer (Stripe docs: "Idempotent requests"). A refusal undoes the
 * transaction, then its answer is stored, as is the 500 of an unexpected fault. Not stored: a
 * 404, because nothing began.
 * @throws StripeError 400 `idempotency_error` when the key was used with other parameters
 */
export async function answerOnce(
  pool: Pool,
  request: KeyedRequest,
  execute: (tx: Transaction) => Promise<Answer>,
): Promise<OnceAnswered> {
  const earlier = await find(pool, request.key);
  if (earlier) return replay(earlier, request);
  try {
    return await answerFirst(pool, request, execute);
  } catch (error) {
    // Another process was faster, or our own commit succeeded though we did not learn of it.
    const stored = isKeyTaken(error) ? await find(pool, request.key) : undefined;
    if (stored) return replay(stored, request);
    throw error;
  }
}

async function answerFirst(
  pool: Pool,
  request: KeyedRequest,
  execute: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await inTransaction(pool, async (tx) => {
      const answer = await execute(tx);
      await store(tx, request, answer);
      return answer;
    });
  } catch (error) {
    if (isKeyTaken(error) || (error instanceof StripeError && error.status === 404)) throw error;
    const refusal = error instanceof StripeError ? error : apiError();
    if (refusal !== error) refusal.cause = error;
    await store(pool, request, failure(refusal));
    throw refusal;
  }
}

function isKeyTaken(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'idempotency_pkey';
}

async function find(pool: Pool, key: string | undefined): Promise<StoredAnswer | undefined> {
  if (key === undefined) return undefined;
  const { rows } = await pool.query<StoredAnswer>(
    'select status, body, fingerprint, request_id from sandbox.idempotency where key = $1',
    [key],
  );
  return rows[0];
}

function replay(stored: StoredAnswer, request: KeyedRequest): OnceAnswered {
  if (stored.fingerprint !== request.fingerprint) {
    throw new StripeError(400, {
      type: 'idempotency_error',
      message:
        'Keys for idempotent requests can only be used with the same parameters they were first ' +
        `used with. Try using a key other than '${request.key}' if you meant to execute a ` +
        'different request.',
    });
  }
  return { status: stored.status, body: stored.body, originalRequest: stored.request_id };
}

async function store(db: Pool | Transaction, request: KeyedRequest, answer: Answer): Promise<void> {
  if (request.key === undefined) return;
  await db.query(
    `insert into sandbox.idempotency (key, fingerprint, status, body, request_id)
     values ($1, $2, $3, $4, $5)`,
    [request.key, request.fingerprint, answer.status, answer.body, request.requestId],
  );
}

function canonical(fields: Fields): string {
  const entries = Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, typeof value === 'string' ? value : canonical(value)]);
  return JSON.stringify(entries);
}
