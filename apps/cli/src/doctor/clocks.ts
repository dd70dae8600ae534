import type pg from 'pg';
import { fault, type Finding, ok, warning } from './finding.js';

const NOTICED_MS = 1_000;
/** Access tokens, webhooks' signatures and one-time codes are refused from here on. */
const REFUSED_MS = 10_000;
const ASKED = 5;

/** How far the clock of the database is from that of this machine; of several questions the one that was answered soonest tells most. */
export async function clockFindings(client: pg.ClientBase): Promise<Finding[]> {
  const samples: { skew: number; within: number }[] = [];
  for (let asked = 0; asked < ASKED; asked++) {
    const before = Date.now();
    const { rows } = await client.query<{ at: string }>('select extract(epoch from pg_catalog.clock_timestamp()) * 1000 as at');
    const after = Date.now();
    samples.push({ skew: Number(rows[0]!.at) - (before + after) / 2, within: (after - before) / 2 });
  }
  const best = samples.reduce((a, b) => (b.within < a.within ? b : a));
  return [clockFinding(best.skew, best.within)];
}

/** In milliseconds: by how much the database is ahead, and how sure that is. */
export function clockFinding(skew: number, within: number): Finding {
  const check = 'clocks.skew';
  const by = Math.max(0, Math.abs(skew) - within);
  const text = `The clock of the database is ${Math.round(Math.abs(skew))} ms ${skew < 0 ? 'behind' : 'ahead of'} this machine's (± ${Math.ceil(within)} ms).`;
  const todo = 'Let both follow the same time servers (chrony, systemd-timesyncd).';
  if (by > REFUSED_MS) return fault(check, text, todo);
  return by > NOTICED_MS ? warning(check, text, todo) : ok(check, text);
}
