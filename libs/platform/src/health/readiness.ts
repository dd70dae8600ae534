import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../persistence/database.js';
import type { PlatformSettings } from '../platform-settings.js';
import { PLATFORM_SETTINGS } from '../tokens.js';
import { LoopLag } from './loop-lag.js';
import { ProbeConnection } from './probe-connection.js';

/** `ok` and `degraded` serve; the others do not want requests. */
export const HEALTH_STATUSES = ['ok', 'degraded', 'starting', 'busy', 'draining'] as const;
type HealthStatus = (typeof HEALTH_STATUSES)[number];

export interface HealthReport {
  readonly status: HealthStatus;
  readonly details?: object;
}

/** Looks at one thing; may throw nothing. */
export type Check = () => HealthIndicatorResult | Promise<HealthIndicatorResult>;

const MIGRATED = `select count(*)::int as known from platform.migrations where name = any($1::text[])`;
const FRESH_MS = 1_000;
/** So late that requests had better go elsewhere. */
const MOST_LAG_MS = 500;
/** So many for each connection of the pool wait for one: more than the bulkheads of one kind of request let in. */
const MOST_WAITING = 20;

/** Whether this process can serve, asked at most once a second however many probes come. */
@Injectable()
export class Readiness implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  #started = false;
  #draining = false;
  #report?: { at: number; value: Promise<HealthReport> };
  #lag?: LoopLag;
  readonly #checks: Check[] = [() => this.#database(), () => this.#eventLoop(), () => this.#pool()];

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly probe: ProbeConnection,
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  /** Once the database was reached and has all migrations; it stays so. */
  get started(): boolean {
    return this.#started;
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  /** Something else that the report shall tell. */
  tellOf(check: Check): void {
    this.#checks.push(check);
  }

  /** From here on no balancer shall send anything. What comes all the same is served. */
  drain(): void {
    this.#draining = true;
  }

  onApplicationBootstrap(): void {
    this.#lag = new LoopLag();
  }

  beforeApplicationShutdown(): void {
    this.drain();
  }

  onApplicationShutdown(): void {
    this.#lag?.stop();
  }

  report(): Promise<HealthReport> {
    if (this.#draining) return Promise.resolve({ status: 'draining' });
    const now = performance.now();
    if (!this.#report || now - this.#report.at > FRESH_MS) this.#report = { at: now, value: this.#ask() };
    return this.#report.value;
  }

  async #ask(): Promise<HealthReport> {
    const { status, details } = await this.health.check(this.#checks).catch((error: { response: HealthCheckResult }) => error.response);
    if (status === 'ok' || status === 'degraded') return { status, details };
    return { status: this.#started ? 'busy' : 'starting', details };
  }

  async #database() {
    const database = this.indicators.check('database');
    const away = { message: 'cannot be reached' };
    try {
      const [row] = await this.probe.query<{ known: number }>(MIGRATED, [this.settings.migrations]);
      if (row?.known !== this.settings.migrations.length) return database.down({ message: 'migrations are missing' });
      this.#started = true;
      return database.up();
    } catch {
      // All processes have the same database: if each of them left, there would be nobody to say 503 with Retry-After.
      return this.#started && !this.settings.readyNeedsDatabase ? database.degraded(away) : database.down(away);
    }
  }

  #eventLoop() {
    const lag = { lag_p90_ms: this.#lag?.p90Ms ?? 0 };
    const loop = this.indicators.check('event_loop');
    return lag.lag_p90_ms < MOST_LAG_MS ? loop.up(lag) : loop.down(lag);
  }

  async #pool() {
    const { waitingCount: waiting, totalCount: open } = await this.database.pool();
    const pool = this.indicators.check('database_pool');
    return waiting < MOST_WAITING * this.settings.poolMax ? pool.up({ open, waiting }) : pool.down({ open, waiting });
  }
}
