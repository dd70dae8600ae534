import type { Pool } from 'pg';
import type { Script, ScriptedCall } from './script.js';

export type NewScript = Omit<Script, 'id'>;

const COLUMNS = 'id, fault, operation, delay_ms, times, match';

/** The queue of faults: first in, first out, and kept over a restart. */
export class Scripts {
  constructor(private readonly pool: Pool) {}

  /** Takes the first script that fits the call; a script is used up after its last time. */
  async claim(call: ScriptedCall): Promise<Script | undefined> {
    const { rows } = await this.pool.query<Script>(
      `select ${COLUMNS} from sandbox.claim_script($1, $2, $3)`,
      [call.operation, call.intent ?? null, JSON.stringify(call.metadata)],
    );
    return rows[0];
  }

  /** Appends all of them in their order, or none. */
  async add(scripts: readonly NewScript[]): Promise<Script[]> {
    const { rows } = await this.pool.query<Script>(
      `insert into sandbox.scripts (fault, operation, delay_ms, times, match)
       select fault, operation, delay_ms, times, match
       from rows from (jsonb_to_recordset($1)
           as (fault text, operation text, delay_ms int, times int, match jsonb))
         with ordinality as s(fault, operation, delay_ms, times, match, position)
       order by position returning ${COLUMNS}`,
      [JSON.stringify(scripts)],
    );
    return rows;
  }

  async pending(): Promise<Script[]> {
    const { rows } = await this.pool.query<Script>(
      `select ${COLUMNS} from sandbox.scripts order by id`,
    );
    return rows;
  }

  /** Forgets all pending scripts and tells how many there were. */
  async clear(): Promise<number> {
    const { rowCount } = await this.pool.query('delete from sandbox.scripts');
    return rowCount ?? 0;
  }
}
