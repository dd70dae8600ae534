import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '../../../apps/cli/src/migrate.js';
import { ensureDatabase } from '../../../apps/launcher/src/databases.js';
import { eventually } from '../../support/eventually.js';
import { PostgresProxy } from '../../support/postgres-proxy.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { sql } from '../../support/sql.js';
import { sweepAfterCrash } from '../../support/sweep.js';
import { ReplicationLine } from './replication-line.js';

const DATABASE = 'shop';
const STANDBY = 'standby';
const READY_WITHIN_MS = 60_000;

/** Whether an answered commit is on the standby as well. */
export type Replication = 'synchronous' | 'asynchronous';

/** How one failure of the primary goes. */
export interface Failure {
  /** How long the standby had heard nothing by then. */
  readonly behindMs: number;
  /** Whether clients come to the standby before it is a primary. */
  readonly early: boolean;
}

/** A primary, its standby, and the one address behind which whichever leads is found. */
export class Pair {
  private constructor(
    private readonly folder: string,
    readonly replication: Replication,
    private primary: PostgresServer,
    private standby: PostgresServer,
    private readonly proxy: PostgresProxy,
    private readonly line: ReplicationLine,
  ) {}

  static async open(replication: Replication): Promise<Pair> {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-failover-'));
    // The user that PostgreSQL runs as must be able to enter.
    chmodSync(folder, 0o755);
    sweepAfterCrash(folder);
    const password = randomBytes(16).toString('hex');
    const [one, other] = [new PostgresServer({ folder, name: 'one', password }), new PostgresServer({ folder, name: 'other', password })];
    await one.start();
    await ensureDatabase(one.url('postgres'), DATABASE);
    await migrate(one.url(DATABASE));
    const pair = new Pair(folder, replication, one, other, await PostgresProxy.before(one.url(DATABASE)), await ReplicationLine.to(one.port));
    await pair.replicate();
    return pair;
  }

  /** The shop's database, whoever leads. */
  get url(): string {
    return this.proxy.url;
  }

  /** Makes the server that does not lead a standby of the one that does, which is restarted for it. */
  async replicate(): Promise<void> {
    const { primary, standby } = this;
    await primary.stop();
    standby.become(primary);
    primary.configure({ wal_keep_size: '512MB', ...(this.replication === 'synchronous' && { synchronous_standby_names: STANDBY }) });
    await primary.start();
    this.line.lead(primary.port);
    this.proxy.lead(primary.url(DATABASE));
    const source = new URL(primary.url('postgres'));
    standby.configure({
      wal_keep_size: '512MB',
      primary_conninfo: `host=127.0.0.1 port=${this.line.port} user=${source.username} password=${source.password} application_name=${STANDBY}`,
    });
    writeFileSync(join(standby.dataDir, 'standby.signal'), '');
    await standby.start();
    const state = this.replication === 'synchronous' ? 'sync' : 'async';
    await eventually(async () => {
      const rows = await sql(primary.url('postgres'), `select from pg_stat_replication where state = 'streaming' and sync_state = $1`, [state]);
      if (rows.length !== 1) throw new Error(`The standby does not follow:\n${JSON.stringify(rows)}`);
    }, READY_WITHIN_MS);
  }

  /** The primary dies without a word while the standby is behind, and the standby leads from then on. */
  async failOver({ behindMs, early }: Failure): Promise<void> {
    const { primary, standby } = this;
    this.line.silence();
    await pause(behindMs);
    await primary.kill();
    this.line.break();
    // What is left of the old primary answers nobody any more.
    this.proxy.cut();
    if (early) this.proxy.lead(standby.url(DATABASE));
    const [{ promoted } = { promoted: false }] = await sql<{ promoted: boolean }>(standby.url('postgres'), 'select pg_promote() as promoted');
    if (!promoted) throw new Error('The standby does not become the primary');
    this.proxy.lead(standby.url(DATABASE));
    [this.primary, this.standby] = [standby, primary];
  }

  async close(): Promise<void> {
    await Promise.all([this.proxy.close(), this.line.close()]);
    await Promise.all([this.primary.stop(), this.standby.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
