import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../apps/cli/src/migrate.js';
import { ensureDatabase } from '../../../apps/launcher/src/databases.js';
import { Refusal } from '../../../apps/launcher/src/refusal.js';
import { PostgresProxy } from '../../support/postgres-proxy.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { type RedisServer, startRedis } from '../../support/redis.js';
import { sweepAfterCrash } from '../../support/sweep.js';
import { Fleet } from '../fleet.js';
import { control } from '../histories/sandbox.js';
import { Balancer } from '../../support/balancer.js';
import { Disk } from './disk.js';

const DATABASE = 'shop';
const WEBHOOK_SECRET = 'whsec_of_the_chaos';
/** Of the database: far below the size of its disk. */
const SMALL = { max_wal_size: '96MB', min_wal_size: '32MB', wal_keep_size: '0' };

/** @throws Refusal that says what to install */
export function assertInstallable(): void {
  const isThere = (program: string): boolean => spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined;
  const missing = [...(isThere('haproxy') ? [] : ['haproxy']), ...(isThere('redis-server') || isThere('valkey-server') ? [] : ['redis-server'])];
  if (missing.length > 0) throw new Refusal(`Not run, because programs are missing: apt-get install ${missing.join(' ')}`);
}

/** A shop as it stands in production: two APIs behind a balancer, two workers, Redis, a PostgreSQL on a disk of its own, and the payment sandbox as the world outside. */
export class Installation {
  private constructor(
    private readonly folder: string,
    readonly disk: Disk,
    readonly postgres: PostgresServer,
    readonly proxy: PostgresProxy,
    readonly redis: RedisServer,
    readonly fleet: Fleet,
    readonly balancer: Balancer,
  ) {}

  /** @param isProbed whether APIs and workers can be asked for their vitals */
  static async open(isProbed = false): Promise<Installation> {
    assertInstallable();
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-chaos-'));
    // The user that PostgreSQL runs as must be able to enter.
    chmodSync(folder, 0o755);
    sweepAfterCrash(folder);
    const disk = Disk.at(join(folder, 'disk'));
    const postgres = new PostgresServer({ folder: disk.folder, name: 'postgres', password: randomBytes(16).toString('hex'), logFile: join(folder, 'postgres.log') });
    await postgres.start();
    await ensureDatabase(postgres.url('postgres'), DATABASE);
    await migrate(postgres.url(DATABASE));
    await postgres.stop();
    postgres.configure(SMALL);
    await postgres.start();
    const [proxy, redis] = [await PostgresProxy.before(postgres.url(DATABASE)), (await startRedis())!];
    const settings = { REDIS_URL: redis.url, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, GATEWAY_TIMEOUT_MS: '3000' };
    const fleet = await Fleet.open({ apis: 2, workers: 2, isProbed, settings, database: { url: proxy.url, drop: () => Promise.resolve() } });
    const balancer = await Balancer.before(fleet.apis.map(({ url }) => url), folder);
    const shop = new Installation(folder, disk, postgres, proxy, redis, fleet, balancer);
    await control(shop, 'webhook-endpoint', { url: `${balancer.url}/v1/gateway-webhooks/stripe`, secret: WEBHOOK_SECRET }, 'PUT');
    return shop;
  }

  get sandboxUrl(): string {
    return this.fleet.sandbox.url;
  }

  /** The shop's database, past everything that is broken on purpose. */
  get databaseUrl(): string {
    return this.postgres.url(DATABASE);
  }

  /** Every process of the shop's own, by its name. */
  get programs(): readonly (readonly [name: string, pid: number])[] {
    const { apis, workers, sandbox } = this.fleet;
    return [
      ...apis.map(({ pid }, i) => [`API ${i + 1}`, pid] as const), ...workers.map(({ pid }, i) => [`worker ${i + 1}`, pid] as const),
      ['sandbox', sandbox.pid], ['Redis', this.redis.pid],
    ];
  }

  /** After it ended, for whatever reason. */
  async restartPostgres(): Promise<void> {
    await this.postgres.start();
    this.proxy.lead(this.databaseUrl);
  }

  async close(): Promise<void> {
    await this.balancer.stop();
    await this.fleet.close();
    await this.redis.stop();
    await this.proxy.close();
    await this.postgres.stop();
    this.disk.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
