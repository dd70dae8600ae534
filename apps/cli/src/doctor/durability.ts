import type pg from 'pg';
import { fault, type Finding, ok, warning } from './finding.js';

interface Setting {
  readonly name: string;
  readonly setting: string;
  /** Where it comes from, as pg_settings says it. */
  readonly source: string;
}

const READ = `select name, setting, source from pg_settings
  where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names', 'data_checksums', 'wal_level', 'archive_mode', 'zero_damaged_pages')`;

// Of this database, or of roles in all databases: whoever connects as one of them has it.
const OVERRIDES = `
  select coalesce(r.rolname, 'every role') as role, coalesce(d.datname, 'every database') as database
    from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) as one
   where one = 'synchronous_commit=off' and (s.setdatabase = 0 or d.datname = current_database())`;

const ARCHIVER = `select last_archived_time as archived, last_failed_time as failed, last_failed_wal as wal from pg_stat_archiver`;

/** What must never be off, and what is lost when it is. */
const NEVER_OFF: readonly (readonly [name: string, loss: string])[] = [
  ['fsync', 'a power cut can destroy the whole database, orders that were answered included'],
  ['full_page_writes', 'a crash in the middle of writing a page leaves it torn, and nothing mends it'],
];

/** Whether what was answered survives a crash, a power cut and a broken disk. */
export async function durabilityFindings(client: pg.ClientBase): Promise<Finding[]> {
  const { rows } = await client.query<Setting>(READ);
  const of = (name: string): Setting => rows.find((row) => row.name === name) ?? { name, setting: 'unknown', source: 'default' };
  return [
    ...NEVER_OFF.map(([name, loss]) => neverOff(of(name), loss)),
    ...(await commitFindings(client, of('synchronous_commit'), of('synchronous_standby_names').setting)),
    of('data_checksums').setting === 'on'
      ? ok('durability.data_checksums', 'Data checksums are on.')
      : warning('durability.data_checksums', 'Data checksums are off: a disk that returns wrong bytes is not noticed.', 'Stop the server and run: pg_checksums --enable'),
    ...(of('zero_damaged_pages').setting === 'on' ? [fault('durability.zero_damaged_pages', 'zero_damaged_pages is on: broken pages are silently emptied.', 'Turn it off.')] : []),
    ...(await archiveFindings(client, of('wal_level').setting, of('archive_mode').setting)),
  ];
}

function neverOff({ name, setting, source }: Setting, loss: string): Finding {
  if (setting !== 'off') return ok(`durability.${name}`, `${name} is ${setting}.`);
  return fault(`durability.${name}`, `${name} is off (${source}): ${loss}.`, `alter system set ${name} = on; select pg_reload_conf();`);
}

async function commitFindings(client: pg.ClientBase, { setting, source }: Setting, standbys: string): Promise<Finding[]> {
  const check = 'durability.synchronous_commit';
  const loss = 'orders that were answered are lost in a crash';
  const { rows } = await client.query<{ role: string; database: string }>(OVERRIDES);
  const findings = rows.map(({ role, database }) =>
    fault(check, `synchronous_commit is off for ${role} in ${database}: ${loss}.`, role === 'every role' ? `alter database ${database} reset synchronous_commit;` : `alter role ${role}${database === 'every database' ? '' : ` in database ${database}`} reset synchronous_commit;`));
  if (setting === 'off' && findings.length === 0) {
    const where = source === 'client' ? 'Take it out of DATABASE_URL.' : 'alter system set synchronous_commit = on; select pg_reload_conf();';
    findings.push(fault(check, `synchronous_commit is off (${source}): ${loss}.`, where));
  }
  if (findings.length > 0) return findings;
  if (setting === 'local' && standbys !== '') return [warning(check, 'synchronous_commit is local: the standby is not waited for, and a failover loses orders.', 'Set it to on.')];
  return [ok(check, `synchronous_commit is ${setting}${standbys === '' ? ', without a synchronous standby: a lost server is restored from the archive' : `, with the standby ${standbys}`}.`)];
}

async function archiveFindings(client: pg.ClientBase, level: string, mode: string): Promise<Finding[]> {
  const check = 'durability.archive';
  if (level === 'minimal') return [warning(check, 'wal_level is minimal: neither a standby nor an archive is possible.', 'alter system set wal_level = replica; and restart the server.')];
  if (mode === 'off') return [warning(check, `Nothing is archived (wal_level ${level}, archive_mode off): a lost disk loses all since the last backup.`, 'Set an archive up as docs/backup.md says.')];
  const { rows } = await client.query<{ archived: Date | null; failed: Date | null; wal: string | null }>(ARCHIVER);
  const { archived, failed, wal } = rows[0]!;
  if (failed && (!archived || failed > archived)) return [fault(check, `The archive fails since ${failed.toISOString()} (${wal}): backups have a gap, and the disk fills.`, 'Look into the log of the server for what archive_command said.')];
  return [ok(check, archived ? `The archive is up to ${archived.toISOString()}.` : 'An archive is set up; nothing was archived yet.')];
}
