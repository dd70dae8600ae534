import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../persistence/database.js';
import type { PlatformSettings } from '../platform-settings.js';
import { PLATFORM_SETTINGS } from '../tokens.js';
import { checkInvariants, type InvariantResult } from './check-invariants.js';

/** Runs the invariants on the live data, each within the time that a statement may take. */
@Injectable()
export class Invariants {
  constructor(
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  async check(): Promise<InvariantResult[]> {
    const client = await (await this.database.pool()).connect();
    try {
      const results: InvariantResult[] = [];
      for await (const result of checkInvariants(client, this.settings.invariants ?? [])) results.push(result);
      return results;
    } finally {
      client.release();
    }
  }
}
