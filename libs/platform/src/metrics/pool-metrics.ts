import { Injectable } from '@nestjs/common';
import { Metrics, type Reading } from '../kernel/index.js';
import { Database, type PoolState } from '../persistence/database.js';

const POOL = 'db_client_connection_pool_name';
const STATE = 'db_client_connection_state';
const NAME = { [POOL]: 'shop' };

/** The connections of this process to PostgreSQL, under the names of OpenTelemetry. Those of the queue are its own. */
@Injectable()
export class PoolMetrics {
  constructor(metrics: Metrics, database: Database) {
    const read = (of: (state: PoolState) => readonly Reading[]) => () => (database.poolState ? of(database.poolState) : []);
    metrics.gauge(
      { name: 'db_client_connection_count', help: 'Connections to PostgreSQL that are open.', labels: [POOL, STATE] },
      read(({ used, idle }) => [{ value: used, labels: { ...NAME, [STATE]: 'used' } }, { value: idle, labels: { ...NAME, [STATE]: 'idle' } }]),
    );
    metrics.gauge({ name: 'db_client_connection_max', help: 'Connections that may be open.', labels: [POOL] }, read(({ max }) => [{ value: max, labels: NAME }]));
    metrics.gauge({ name: 'db_client_connection_pending_requests', help: 'Work that waits for a connection.', labels: [POOL] }, read(({ waiting }) => [{ value: waiting, labels: NAME }]));
  }
}
