import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import { Metrics } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import type { PlatformSettings } from '../platform-settings.js';
import { LOGGER, PLATFORM_SETTINGS } from '../tokens.js';
import { checkInvariants, type InvariantResult } from './check-invariants.js';
import type { Invariant } from './invariant.js';

/** Nobody waits for the worker's: it reads the books of millions of orders. */
const SECONDS_IN_BACKGROUND = 600;

/** Runs the invariants on the live data, and tells how they were found last. */
@Injectable()
export class Invariants {
  readonly #found = new Map<string, { readonly offenders: number; readonly at: number }>();

  constructor(
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    const of = (what: 'offenders' | 'at') => () => [...this.#found].map(([invariant, found]) => ({ value: found[what], labels: { invariant } }));
    metrics.gauge({ name: 'holdfast_invariant_offenders', help: 'Rows that break the invariant, as this process found it last; 20 at most are counted.', labels: ['invariant'] }, of('offenders'));
    metrics.gauge({ name: 'holdfast_invariant_last_check_timestamp_seconds', help: 'When this process checked it last.', labels: ['invariant'] }, of('at'));
  }

  /** All of them in one snapshot, for somebody who asks: each within the time that a statement may take. */
  check(): Promise<InvariantResult[]> {
    return this.#check(this.#all);
  }

  /**
   * Each in a snapshot of its own: old ones keep PostgreSQL from tidying up what everybody else writes. One that cannot be checked (it has ten
   * minutes) is told by the time of its last check alone.
   */
  async checkOneByOne(): Promise<void> {
    for (const invariant of this.#all) {
      try {
        const [result] = await this.#check([invariant], SECONDS_IN_BACKGROUND);
        if (!result?.ok) this.logger.error({ invariant: invariant.id, offenders: result?.offenders.length }, 'an invariant is broken');
      } catch (error) {
        this.logger.warn({ err: error, invariant: invariant.id }, 'an invariant could not be checked');
      }
    }
  }

  get #all(): readonly Invariant[] {
    return this.settings.invariants ?? [];
  }

  async #check(invariants: readonly Invariant[], seconds?: number): Promise<InvariantResult[]> {
    const client: pg.PoolClient = await (await this.database.pool()).connect();
    try {
      const results: InvariantResult[] = [];
      for await (const result of checkInvariants(client, invariants, seconds)) {
        this.#found.set(result.id, { offenders: result.offenders.length, at: Date.now() / 1_000 });
        results.push(result);
      }
      return results;
    } finally {
      client.release();
    }
  }
}
