import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { eventually } from './eventually.js';
import { PostgresServer } from './postgres-server.js';
import { sql } from './sql.js';

/** Everything of a data directory that a base backup leaves out: the log comes from the archive, and the rest is of the running server. */
const LEFT_OUT = ['pg_wal', 'postmaster.pid', 'postmaster.opts', 'postgresql.auto.conf'];
const ARCHIVED_WITHIN_MS = 30_000;

/** A PostgreSQL whose log is archived, what is needed to lose it, and to get it back as it was at a moment. As docs/backup.md does it. */
export class ArchivedServer {
  private readonly archive: string;
  private readonly backup: string;

  private constructor(
    private readonly folder: string,
    private readonly password: string,
    readonly primary: PostgresServer,
  ) {
    this.archive = join(folder, 'archive');
    this.backup = join(folder, 'backup');
  }

  /** `folder` must be reachable by the user that PostgreSQL runs as. */
  static async start(folder: string, password: string): Promise<ArchivedServer> {
    const server = new ArchivedServer(folder, password, new PostgresServer({ folder, name: 'primary', password }));
    const { archive, primary } = server;
    mkdirSync(archive);
    chmodSync(archive, 0o777);
    await primary.start();
    await primary.stop();
    primary.configure({ wal_level: 'replica', archive_mode: 'on', archive_command: `test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"` });
    await primary.start();
    return server;
  }

  /**
   * What pg_basebackup does, by PostgreSQL's low-level functions: the embedded package has no such program. The session that begins the backup has
   * to end it.
   */
  async takeBaseBackup(): Promise<void> {
    const client = new pg.Client({ connectionString: this.primary.url('postgres') });
    await client.connect();
    try {
      await client.query(`select pg_backup_start('rehearsal', fast => true)`);
      execFileSync('cp', ['-a', this.primary.dataDir, this.backup]);
      const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
      for (const name of LEFT_OUT) rmSync(join(this.backup, name), { recursive: true, force: true });
      this.write('backup_label', rows[0]!.labelfile);
      this.write('recovery.signal', '');
      this.own('pg_wal', (path) => mkdirSync(path, { mode: 0o700 }));
    } finally {
      await client.end();
    }
  }

  /** This moment, as the server tells time; what is committed from now on is after it. */
  async moment(): Promise<string> {
    const [{ now } = { now: '' }] = await sql<{ now: string }>(this.primary.url('postgres'), 'select pg_catalog.clock_timestamp()::text as now');
    return now;
  }

  /** All that was committed by now is in the archive. */
  async archiveAll(): Promise<void> {
    const url = this.primary.url('postgres');
    const [{ wal } = { wal: '' }] = await sql<{ wal: string }>(url, 'select pg_walfile_name(pg_switch_wal()) as wal');
    await eventually(async () => {
      const [row] = await sql<{ last: string | null }>(url, 'select last_archived_wal as last from pg_stat_archiver');
      if (!row?.last || row.last < wal) throw new Error(`${wal} is not archived: ${JSON.stringify(row)}`);
    }, ARCHIVED_WITHIN_MS);
  }

  /** The server dies and its disk is gone. */
  async lose(): Promise<void> {
    await this.primary.kill();
    rmSync(this.primary.dataDir, { recursive: true, force: true });
  }

  /** A new server from the base backup and the archive, up to a moment; it takes writes again. */
  async restore(moment: string): Promise<PostgresServer> {
    const restored = new PostgresServer({ folder: this.folder, name: 'backup', password: this.password });
    restored.configure({ restore_command: `cp "${this.archive}/%f" "%p"`, recovery_target_time: moment, recovery_target_action: 'promote' });
    await restored.start();
    await eventually(async () => {
      const [row] = await sql<{ recovering: boolean }>(restored.url('postgres'), 'select pg_is_in_recovery() as recovering');
      if (row?.recovering !== false) throw new Error('The server is still recovering');
    }, ARCHIVED_WITHIN_MS);
    return restored;
  }

  private write(name: string, text: string): void {
    this.own(name, (path) => writeFileSync(path, text));
  }

  /** Makes something that belongs to the user of the server. */
  private own(name: string, make: (path: string) => void): void {
    const path = join(this.backup, name);
    make(path);
    const { uid, gid } = statSync(this.backup);
    chownSync(path, uid, gid);
  }
}
