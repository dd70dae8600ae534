import type pg from 'pg';
import { checkInvariants as check, type InvariantResult, MOVED_TIME } from '@holdfast/platform';
import { INVARIANTS } from '../../composition/invariants.js';
import { connected } from './connection.js';

/** An invariant that was run, in the words of GET /v1/ops/invariants, and how long it took. */
export interface CheckedInvariant extends InvariantResult {
  readonly milliseconds: number;
}

export interface InvariantsToCheck {
  readonly databaseUrl: string;
  /** All of them when not given. */
  readonly ids?: readonly string[];
  /** Called before each. */
  readonly progress?: (done: number, all: number, id: string) => void;
}

export const INVARIANT_IDS: readonly string[] = INVARIANTS.map(({ id }) => id);

/** Those of millions of orders read all books. */
const AS_LONG_AS_IT_TAKES = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0';

/** Runs them in one snapshot, at the time that the shop has. */
export function checkInvariants({ databaseUrl, ids = INVARIANT_IDS, progress }: InvariantsToCheck): Promise<CheckedInvariant[]> {
  const wanted = INVARIANTS.filter(({ id }) => ids.includes(id));
  const tell = (done: number): void => void (wanted[done] && progress?.(done, wanted.length, wanted[done].id));
  return connected(databaseUrl, async (client) => {
    if (await isInTestMode(client)) await client.query(`set ${MOVED_TIME.replace(/^-c /, '').replace('=', ' = ')}`);
    const results: CheckedInvariant[] = [];
    let began = performance.now();
    tell(0);
    for await (const result of check(client, wanted)) {
      results.push({ ...result, milliseconds: Math.round(performance.now() - began) });
      tell(results.length);
      began = performance.now();
    }
    return results;
  }, AS_LONG_AS_IT_TAKES);
}

/** Its time may have been moved: what is due is judged by that. */
async function isInTestMode(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ moved: boolean }>(`select to_regprocedure('test_clock.now()') is not null as moved`);
  return rows[0]!.moved;
}
