import type pg from 'pg';

/** A session that another one waits for. */
export interface LockHolder {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  /** As PostgreSQL says it: active, idle in transaction … */
  readonly state: string;
  /** How long its transaction is open, in seconds. */
  readonly seconds: number;
}

// Never the text of its statement: what somebody typed in may name a person.
const HOLDERS = `
  select distinct on (holder.pid) holder.pid, coalesce(holder.usename, '') as user, holder.application_name as application, coalesce(holder.state, 'unknown') as state,
         coalesce(round(extract(epoch from pg_catalog.clock_timestamp() - holder.xact_start)), 0)::int as seconds
    from pg_stat_activity waiting
         cross join lateral unnest(pg_blocking_pids(waiting.pid)) as blocking (pid)
         join pg_stat_activity holder on holder.pid = blocking.pid
   where waiting.application_name = $1 and waiting.datname = current_database()`;

/** Whom the sessions of an application wait for at this moment. */
export const lockHolders = async (client: pg.ClientBase, application: string): Promise<LockHolder[]> => (await client.query<LockHolder>(HOLDERS, [application])).rows;

export const tellHolder = ({ pid, user, application, state, seconds }: LockHolder): string =>
  `process ${pid} of ${user || 'the server itself'}${application && ` (${application})`}, ${state}, in a transaction since ${seconds} s`;

/** What to do about them. */
export const endThem = (holders: readonly LockHolder[]): string =>
  `Wait for it, or end it: ${holders.map(({ pid }) => `select pg_terminate_backend(${pid});`).join(' ')}`;
