import type { Pool } from 'pg';
import type { Fault } from './faults/script.js';

/** One incoming call of the protocol or of the page for 3-D Secure. */
export interface Call {
  readonly request_id: string;
  readonly method: string;
  readonly path: string;
  readonly idempotency_key: string | null;
  readonly started_at: Date;
  /** `in_progress`, `answered`, `replayed`, or how the client was cut off. */
  outcome: 'answered' | 'dropped' | 'hung' | 'in_progress' | 'replayed' | 'reset';
  /** HTTP status; null while in progress and when no answer went out. */
  status: number | null;
  /** The scripted fault that hit the call. */
  fault: Fault | null;
  duration_ms: number;
}

const FLUSH_MS = 200;
const COLUMNS =
  'request_id, method, path, idempotency_key, outcome, status, fault, started_at, duration_ms';

/**
 * The log of calls. It is written in batches, so that it costs a payment nothing; a reader
 * always sees all calls. Only a crash can lose the last moment of it; it is no part of the books.
 */
export class CallLog {
  readonly #open = new Set<Call>();
  #finished: Call[] = [];
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly pool: Pool) {}

  begin(call: Pick<Call, 'idempotency_key' | 'method' | 'path' | 'request_id'>): Call {
    const open: Call = {
      ...call,
      started_at: new Date(),
      outcome: 'in_progress',
      status: null,
      fault: null,
      duration_ms: 0,
    };
    this.#open.add(open);
    return open;
  }

  /** Ends the call once; later words about it are ignored. */
  end(call: Call, outcome: Call['outcome'], status: number | null): void {
    if (!this.#open.delete(call)) return;
    const duration_ms = Date.now() - call.started_at.getTime();
    this.#finished.push(Object.assign(call, { outcome, status, duration_ms }));
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), FLUSH_MS);
  }

  /** The calls in the order in which they ended, then those in progress. */
  async list(limit: number): Promise<Call[]> {
    await this.flush();
    const { rows } = await this.pool.query<Call>(
      `select * from (select id, ${COLUMNS} from sandbox.calls order by id desc limit $1) latest
       order by id`,
      [limit],
    );
    return [...rows, ...this.#open];
  }

  async count(): Promise<number> {
    await this.flush();
    const { rows } = await this.pool.query<{ count: number }>('select count(*) from sandbox.calls');
    return (rows[0]?.count ?? 0) + this.#open.size;
  }

  /** Writes what has ended; keeps it for the next time when the database does not take it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One batch after the other: what a reader asked for may be in the batch before.
    return (this.#writing = this.#writing.catch(() => undefined).then(() => this.#write()));
  }

  async #write(): Promise<void> {
    const batch = this.#finished;
    if (batch.length === 0) return;
    this.#finished = [];
    try {
      await this.pool.query(
        `insert into sandbox.calls (${COLUMNS}) select ${COLUMNS}
         from jsonb_populate_recordset(null::sandbox.calls, $1)`,
        [JSON.stringify(batch)],
      );
    } catch (error) {
      this.#finished = [...batch, ...this.#finished];
      throw error;
    }
  }
}
