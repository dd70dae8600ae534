import type { ShopSettings } from '../../../composition/core.js';
import { reasonOf } from '../../../composition/run.js';
import { checkInvariants } from '../check-invariants.js';
import { connected } from '../connection.js';
import { capacityFindings } from './capacity.js';
import { clockFindings } from './clocks.js';
import { dangerFindings, settingsFindings } from './configuration.js';
import { durabilityFindings } from './durability.js';
import { fault, type Finding, ok } from './finding.js';
import { queueFindings } from './queues.js';
import { nodeFinding, schemaFindings } from './versions.js';

export interface Examination {
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where the settings cannot be read as a whole. */
  readonly databaseUrl?: string | undefined;
  readonly isProduction: boolean;
  readonly apis: number;
  readonly workers: number;
  /** Told what is looked at next. */
  readonly progress: (what: string) => void;
}

/** Looks at everything that can be looked at; what fails is a finding as well. */
export async function examine(examination: Examination): Promise<Finding[]> {
  const { environment, isProduction, progress } = examination;
  const { findings, env } = settingsFindings(environment);
  const all: Finding[] = [...findings, ...(env ? dangerFindings(env, isProduction) : []), nodeFinding()];
  const databaseUrl = env?.DATABASE_URL ?? examination.databaseUrl;
  if (databaseUrl === undefined) return all;
  progress('the database');
  const database = await databaseFindings(databaseUrl, env, examination);
  all.push(...database);
  if (database.some(({ check, state }) => state === 'fault' && /^(database|versions)\./.test(check))) return all;
  if (env) {
    progress('the queues');
    all.push(...(await queueFindings(env.REDIS_URL ? { kind: 'redis', url: env.REDIS_URL } : { kind: 'postgres', url: databaseUrl })));
  }
  return [...all, ...(await invariantFindings(databaseUrl, progress))];
}

function databaseFindings(databaseUrl: string, env: ShopSettings | undefined, { apis, workers }: Examination): Promise<Finding[]> {
  const { DATABASE_POOL_MAX: poolMax = 10, REDIS_URL: redis = undefined } = env ?? {};
  return connected(databaseUrl, async (client) => [
    ...(await schemaFindings(client)),
    ...(await durabilityFindings(client)),
    ...(await clockFindings(client)),
    ...(await capacityFindings(client, { poolMax, queuesInPostgres: redis === undefined, apis, workers })),
  ]).catch((error: unknown) => [fault('database.reachable', `The database cannot be asked: ${reasonOf(error)}`, 'Start it, or correct DATABASE_URL.')]);
}

async function invariantFindings(databaseUrl: string, progress: Examination['progress']): Promise<Finding[]> {
  const checked = await checkInvariants({ databaseUrl, progress: (done, of, id) => progress(`invariant ${id} (${done + 1} of ${of})`) });
  const broken = checked.filter((one) => !one.ok);
  if (broken.length === 0) return [ok('invariants', `All ${checked.length} invariants hold.`)];
  return broken.map(({ id, statement, offenders }) => fault(`invariants.${id}`, `${id} does not hold: ${statement} ${offenders.length} offenders or more.`, `Run: holdfast invariants ${id}`));
}
