import { Injectable } from '@nestjs/common';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import type { Usage } from './request-limit.js';

// Adds what one process counted and answers what all of them did. Ordered, because two processes lock the same rows.
const SHARE = statement(
  'platform.share-rates',
  `insert into platform.rate_limits as kept (key, whole_at)
   select key, now() + milliseconds * interval '1 millisecond' from unnest($1::text[], $2::float8[]) as counted (key, milliseconds) order by key
   on conflict (key) do update set whole_at = greatest(kept.whole_at, now()) + (excluded.whole_at - now())
   returning key, 1000 * extract(epoch from whole_at - now())::float8 as used`,
);
const AT_ONCE = 1_000;

/** Brings together what several processes count in memory. */
@Injectable()
export class SharedUsage {
  constructor(private readonly database: Database) {}

  /**
   * Tells the other processes what was used here, and learns what was used there. `key` names a caller in the table.
   * @throws when the database is away; nothing is lost by that.
   */
  async exchange(usages: readonly Usage[], key: (who: string) => string): Promise<void> {
    for (let at = 0; at < usages.length; at += AT_ONCE) await this.#exchange(usages.slice(at, at + AT_ONCE), key);
  }

  async #exchange(usages: readonly Usage[], key: (who: string) => string): Promise<void> {
    const asked = performance.now();
    const sent = new Map(usages.map((usage) => [key(usage.who), { usage, milliseconds: Math.min(usage.unshared, usage.wholeAt - asked) }]));
    const rows = await this.database.query<{ key: string; used: number }>(SHARE, [[...sent.keys()], [...sent.values()].map(({ milliseconds }) => milliseconds)]);
    const now = performance.now();
    for (const { key: name, used } of rows) {
      const { usage, milliseconds } = sent.get(name)!;
      usage.unshared = Math.max(0, usage.unshared - milliseconds);
      usage.wholeAt = now + used + usage.unshared;
    }
  }
}
