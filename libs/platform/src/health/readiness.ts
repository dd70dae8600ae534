import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import type { PlatformSettings } from '../platform-settings.js';
import { PLATFORM_SETTINGS } from '../tokens.js';

export interface HealthReport {
  readonly status: string;
  readonly details?: Record<string, unknown>;
}

const MIGRATED = statement('platform.migrated', `select count(*)::int as known from platform.migrations where name = any($1::text[])`);
const FRESH_MS = 1_000;
const ANSWER_MS = 1_000;

/** Whether this process can serve, asked at most once a second however many probes come. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  #started = false;
  #draining = false;
  #report?: { at: number; value: Promise<HealthReport> };

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  /** Once the database was reached and has all migrations; it stays so. */
  get started(): boolean {
    return this.#started;
  }

  beforeApplicationShutdown(): void {
    this.#draining = true;
  }

  report(): Promise<HealthReport> {
    if (this.#draining) return Promise.resolve({ status: 'draining' });
    const now = Date.now();
    if (!this.#report || now - this.#report.at > FRESH_MS) this.#report = { at: now, value: this.#ask() };
    return this.#report.value;
  }

  async #ask(): Promise<HealthReport> {
    const { status, details } = await this.health.check([() => this.#database()]).catch((error: { response?: HealthReport }) => error.response ?? { status: 'error', details: {} });
    return { status: status === 'error' ? 'starting' : status, details: details as Record<string, unknown> };
  }

  async #database() {
    const database = this.indicators.check('database');
    try {
      const row = await within(ANSWER_MS, this.database.first<{ known: number }>(MIGRATED, [this.settings.migrations]));
      if (row?.known !== this.settings.migrations.length) return database.down({ message: 'migrations are missing' });
      this.#started = true;
      return database.up();
    } catch {
      return this.#started ? database.degraded({ message: 'cannot be reached' }) : database.down({ message: 'cannot be reached' });
    }
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
