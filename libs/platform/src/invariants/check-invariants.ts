import type pg from 'pg';
import type { Invariant } from './invariant.js';

export interface InvariantResult {
  readonly id: string;
  readonly statement: string;
  readonly ok: boolean;
  /** The first offenders, at most 20. */
  readonly offenders: readonly Readonly<Record<string, unknown>>[];
}

const SHOWN = 20;
/** Of the server, for each table that is put beside another one: books that do not fit are compared in pieces, on disk. */
const MEMORY = '64MB';

/**
 * Runs invariants one after the other, all of them in one snapshot, reading only. Each may take as long as a statement of this connection may,
 * or so many seconds.
 */
export async function* checkInvariants(client: pg.ClientBase, invariants: readonly Invariant[], seconds?: number): AsyncGenerator<InvariantResult> {
  try {
    await client.query('begin isolation level repeatable read read only');
    if (seconds !== undefined) await client.query(`set local statement_timeout = '${seconds}s'`);
    await client.query(`set local work_mem = '${MEMORY}'`);
    for (const invariant of invariants) yield await checkOne(client, invariant);
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}

async function checkOne(client: pg.ClientBase, { id, holds, sql }: Invariant): Promise<InvariantResult> {
  // Mostly there are none: a plan that hopes to meet twenty of them soon looks up one row after the other, to the end. So the limit is none of its business.
  const { rows } = await client.query<Record<string, unknown>>(`with offenders as materialized (${sql}) select * from offenders limit ${SHOWN}`);
  return { id, statement: holds, ok: rows.length === 0, offenders: rows };
}
