import pg from 'pg';
import { memoryOf } from '../../support/processes.js';
import type { Program } from '../../support/program.js';
import type { Installation } from '../chaos/installation.js';
import { type Point, type Trend, trendOf } from './trend.js';

const MEBIBYTE = 1_048_576;
/** Changed by every checkout: what autovacuum has to keep up with. */
const HOT = ['inventory.levels', 'ordering.carts', 'ordering.checkouts', 'inventory.holds', 'platform.outbox', 'platform.idempotency_keys', 'platform.rate_limits'];
/**
 * A part in twenty an hour would double a process in a day, between two deployments. Less cannot be told from chance in an hour; and it
 * counts only where it surely is so much.
 */
export const ALLOWED_PER_HOUR = 0.05;

/** What is measured of a shop over time, by what it is. */
export class Samples {
  readonly #points = new Map<string, Point[]>();
  #delay = 0;

  /** Looks at everything once. */
  async take(shop: Installation, now = performance.now()): Promise<void> {
    const { apis, workers } = shop.fleet;
    await Promise.all([...apis.map((api, i) => this.#program(`API ${i + 1}`, api, now)), ...workers.map((worker, i) => this.#program(`worker ${i + 1}`, worker, now))]);
    const client = new pg.Client({ connectionString: shop.databaseUrl });
    await client.connect();
    try {
      const { rows: [row] } = await client.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`);
      this.note('connections to PostgreSQL', now, row!.n);
    } finally {
      await client.end();
    }
  }

  note(what: string, now: number, value: number): void {
    const points = this.#points.get(what);
    if (points) points.push([now, value]);
    else this.#points.set(what, [[now, value]]);
  }

  /** What surely grows more than it may, in words. */
  growing(): string[] {
    return this.#trends().filter(([, { atLeast }]) => atLeast > ALLOWED_PER_HOUR).map(([what, trend]) => `${what} grows: ${told(what, trend)}`);
  }

  figures(): Record<string, string> {
    return { ...Object.fromEntries(this.#trends().map(([what, trend]) => [what, told(what, trend)])), 'longest wait for the event loop (p99 of 10 s)': `${this.#delay.toFixed(0)} ms` };
  }

  #trends(): [string, Trend][] {
    return [...this.#points].map(([what, points]) => [what, trendOf(points)]);
  }

  async #program(name: string, program: Program, now: number): Promise<void> {
    const vitals = await program.vitals();
    const memory = memoryOf(program.pid);
    if (!vitals || memory === undefined) return;
    this.note(`heap of ${name} after a collection`, now, vitals.heap);
    this.note(`memory of ${name}`, now, memory);
    this.note(`open files of ${name}`, now, vitals.files);
    this.#delay = Math.max(this.#delay, vitals.delay);
  }
}

function told(what: string, { mean, perHour, atLeast }: Trend): string {
  const size = /^(heap|memory)/.test(what) ? `${(mean / MEBIBYTE).toFixed(1)} MiB` : mean.toFixed(1);
  const percent = (share: number): string => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;
  return `${size} on average, ${percent(perHour)} an hour, ${percent(atLeast)} at least`;
}

/** What is dead in the tables that change most, once it is over. */
export async function deadRows(databaseUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; live: number; dead: number; size: number }>(
      `select schemaname || '.' || relname as name, n_live_tup::int as live, n_dead_tup::int as dead, pg_total_relation_size(relid)::float8 as size
         from pg_stat_user_tables where schemaname || '.' || relname = any($1) order by 1`, [HOT],
    );
    return Object.fromEntries(rows.map(({ name, live, dead, size }) => [`rows of ${name}`, `${live} live, ${dead} dead, ${(size / MEBIBYTE).toFixed(1)} MiB`]));
  } finally {
    await client.end();
  }
}
