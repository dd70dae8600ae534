import type { Pool } from 'pg';

/** Any number: moves of the clock take turns. */
const MOVE_LOCK = 720_417;

/** Seconds by which the sandbox is ahead of the machine. A process has one time: sandboxes that share it have to share their database as well when they are moved. */
let ahead = 0;

/** Seconds since 1970, the unit of every time in the protocol. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000) + ahead;
}

export interface ClockReading {
  readonly now: string;
  readonly offset_seconds: number;
}

export function readClock(): ClockReading {
  return { now: new Date(Date.now() + ahead * 1000).toISOString(), offset_seconds: ahead };
}

/** Learns from the database how the clock stands; another sandbox on it may have moved it. */
export async function followClock(pool: Pool): Promise<void> {
  const { rows } = await pool.query('select sandbox_clock.offset_seconds() as seconds');
  ahead = rows[0].seconds;
}

/** Moves the clock to the offset that `next` makes of the present one, never back. */
export async function moveClock(pool: Pool, next: (offset: number) => number): Promise<void> {
  const tx = await pool.connect();
  try {
    await tx.query(`select pg_advisory_lock(${MOVE_LOCK})`);
    const { rows } = await tx.query('select sandbox_clock.offset_seconds() as seconds');
    const target = Math.max(rows[0].seconds, next(rows[0].seconds));
    await tx.query('select sandbox_clock.move_to($1)', [target]);
    ahead = target;
  } finally {
    await tx.query(`select pg_advisory_unlock(${MOVE_LOCK})`).catch(() => undefined);
    tx.release();
  }
}
