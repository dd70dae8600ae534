import type pg from 'pg';
import { fault, type Finding, ok, warning } from './finding.js';

/** Of a worker whose queues live in PostgreSQL: four queues, each with a producer and a consumer of four connections at most. */
const QUEUE_CONNECTIONS = 32;
/** For people, backups, monitoring and migrations. */
const FOR_OTHERS = 5;

export interface Installation {
  readonly poolMax: number;
  readonly queuesInPostgres: boolean;
  readonly apis: number;
  readonly workers: number;
}

interface Room {
  readonly most: number;
  readonly reserved: number;
  readonly others: number;
}

const READ = `
  select current_setting('max_connections')::int as most,
         current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
         (select count(*)::int from pg_stat_activity where backend_type = 'client backend' and datname is distinct from current_database()) as others`;

/** Whether all processes can have all connections of their pools at once. */
export async function capacityFindings(client: pg.ClientBase, installation: Installation): Promise<Finding[]> {
  const { rows } = await client.query<Room>(READ);
  return [capacityFinding(rows[0]!, installation)];
}

export function capacityFinding({ most, reserved, others }: Room, { poolMax, queuesInPostgres, apis, workers }: Installation): Finding {
  const worker = poolMax + (queuesInPostgres ? QUEUE_CONNECTIONS : 0);
  const needed = apis * poolMax + workers * worker + FOR_OTHERS;
  const free = most - reserved - others;
  const sum = `${apis} API × ${poolMax} + ${workers} worker × ${worker} + ${FOR_OTHERS} for others = ${needed} connections at most; the server has ${free} to give (max_connections ${most}, ${reserved} reserved, ${others} of other databases)`;
  const check = 'capacity.connections';
  const todo = 'Lower DATABASE_POOL_MAX, put the queues into Redis (REDIS_URL), run fewer processes, or raise max_connections.';
  if (needed > free) return fault(check, `${sum}.`, todo);
  return needed > free * 0.9 ? warning(check, `${sum}: little is left.`, todo) : ok(check, `${sum}.`);
}
