import pg from 'pg';
import type { ChainedEntry } from './chain.js';

const BATCH = 2_000;
const ENTRIES = `
  select e.seq::text, ((extract(epoch from e.occurred_at) * 1000000)::bigint)::text as occurred_at, e.kind, e.actor, e.action,
         e.resource, e.resource_id, e.operation, e.before::text, e.after::text, e.details::text, e.request_id, e.hash
    from platform.audit_entries e order by e.seq`;

/** The entries of the audit log in their order, all of one moment, a batch at a time: it may be larger than memory. */
export async function* chainedEntries(databaseUrl: string): AsyncGenerator<ChainedEntry> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`declare entries no scroll cursor for ${ENTRIES}`);
    for (;;) {
      const { rows } = await client.query<ChainedEntry>(`fetch ${BATCH} from entries`);
      if (rows.length === 0) return;
      yield* rows;
    }
  } finally {
    await client.end();
  }
}
