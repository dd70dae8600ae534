import type { Screen } from './screen.js';
import type { Shop } from './shop.js';

interface Invariants {
  readonly ok: boolean;
  readonly data: readonly {
    readonly id: string;
    readonly statement: string;
    readonly ok: boolean;
    readonly offenders: readonly unknown[];
  }[];
}

/** Shows that the promise holds in all that the demo left behind, by queries on the live data. */
export async function prove(shop: Shop, screen: Screen): Promise<boolean> {
  screen.chapter('The promise, proved on the data as they are now');
  const { ok, data } = await shop.admin<Invariants>('/v1/ops/invariants');
  for (const { id, statement, ok: holds, offenders } of data) {
    screen.verdict(holds, `${screen.dim(id.padEnd(4))} ${statement}`);
    if (!holds) screen.text(JSON.stringify(offenders.slice(0, 3), undefined, 2));
  }
  return ok && data.length > 0;
}
