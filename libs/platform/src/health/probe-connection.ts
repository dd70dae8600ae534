import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { atMost } from '../persistence/at-most.js';
import type { PlatformSettings } from '../platform-settings.js';
import { PLATFORM_SETTINGS } from '../tokens.js';

const ANSWER_MS = 1_000;
const CLOSE_MS = 1_000;

/**
 * The one connection on which probes ask the database: when all of the pool are in use, the database is not away. It gives up after a second.
 */
@Injectable()
export class ProbeConnection implements OnApplicationShutdown {
  readonly #pool: pg.Pool;

  constructor(@Inject(PLATFORM_SETTINGS) { databaseUrl, logger }: PlatformSettings) {
    this.#pool = new pg.Pool({
      connectionString: databaseUrl, max: 1, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS, keepAlive: true, allowExitOnIdle: true, application_name: 'holdfast-probe',
    });
    this.#pool.on('error', (error) => logger.debug({ err: error }, 'the connection of the probes ended'));
  }

  /** @throws Error when there is no answer within a second */
  async query<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#pool.query(sql, values as unknown[])).rows as Row[];
  }

  async onApplicationShutdown(): Promise<void> {
    await atMost(CLOSE_MS, this.#pool.end());
  }
}
