import type pg from 'pg';
import { migrationState } from '../migration-state.js';
import { fault, type Finding, ok, warning } from './finding.js';

const OLDEST_NODE = [24, 9] as const;
/** Works, by its documentation; what is tested runs on the newer one. */
const OLDEST_POSTGRES = 15;
const TESTED_POSTGRES = 18;

export function nodeFinding(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (isOld) return fault('versions.node', `This is Node ${version}.`, `Use ${OLDEST_NODE.join('.')} or newer.`);
  return ok('versions.node', `Node ${version}.`);
}

/** `server_version_num` and what it says of itself. */
export function postgresFinding(number: number, name: string): Finding {
  const major = Math.floor(number / 10_000);
  if (major < OLDEST_POSTGRES) return fault('versions.postgresql', `This is PostgreSQL ${name}.`, `Upgrade it: ${OLDEST_POSTGRES} or newer is needed.`);
  if (major < TESTED_POSTGRES) return warning('versions.postgresql', `PostgreSQL ${name} is older than what Holdfast is tested on.`, `Plan the upgrade to ${TESTED_POSTGRES}.`);
  return ok('versions.postgresql', `PostgreSQL ${name}.`);
}

/** Whether the database is one that this release can write to, and is at its state. */
export async function schemaFindings(client: pg.ClientBase): Promise<Finding[]> {
  const { rows } = await client.query<{ number: number; name: string; standby: boolean; trigrams: boolean }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name, pg_is_in_recovery() as standby,
            exists (select from pg_available_extensions where name = 'pg_trgm') as trigrams`,
  );
  const { number, name, standby, trigrams } = rows[0]!;
  const findings = [postgresFinding(number, name)];
  if (standby) findings.push(fault('versions.primary', 'DATABASE_URL leads to a standby: nothing can be written there.', 'Point it to the primary.'));
  if (!trigrams) findings.push(fault('versions.extensions', 'The extension pg_trgm is not there.', 'Install PostgreSQL’s contrib package.'));
  const { pending, unknown } = await migrationState(client);
  if (pending.length > 0) findings.push(fault('versions.schema', `The database lacks ${pending.join(', ')}.`, 'Run: holdfast migrate'));
  if (unknown.length > 0) findings.push(warning('versions.schema', `The database has ${unknown.join(', ')}, which this release does not know.`, 'A newer release migrated it: roll this one forward soon.'));
  if (pending.length + unknown.length === 0) findings.push(ok('versions.schema', 'The database has all migrations of this release, and no others.'));
  return findings;
}
