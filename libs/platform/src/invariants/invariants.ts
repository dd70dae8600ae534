import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Database } from '../persistence/database.js';
import type { PlatformSettings } from '../platform-settings.js';
import { PLATFORM_SETTINGS } from '../tokens.js';
import type { Invariant } from './invariant.js';

export interface InvariantResult {
  readonly id: string;
  readonly statement: string;
  readonly ok: boolean;
  /** The first offenders, at most 20. */
  readonly offenders: readonly Readonly<Record<string, unknown>>[];
}

const SHOWN = 20;

/** Runs the invariants on the live data, all of them in one snapshot, reading only. */
@Injectable()
export class Invariants {
  constructor(
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  async check(): Promise<InvariantResult[]> {
    const client = await (await this.database.pool()).connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      const results: InvariantResult[] = [];
      for (const invariant of this.settings.invariants ?? []) results.push(await this.#one(client, invariant));
      return results;
    } finally {
      await client.query('rollback').catch(() => undefined);
      client.release();
    }
  }

  async #one(client: pg.PoolClient, { id, holds, sql }: Invariant): Promise<InvariantResult> {
    const { rows } = await client.query<Record<string, unknown>>(`select * from (${sql}) offenders limit ${SHOWN}`);
    return { id, statement: holds, ok: rows.length === 0, offenders: rows };
  }
}
