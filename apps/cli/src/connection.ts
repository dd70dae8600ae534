import pg from 'pg';

/** One connection for as long as `work` takes. `options` as PostgreSQL's `-c name=value`. */
export async function connected<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>, options?: string): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, application_name: 'holdfast', ...(options && { options }) });
  // A connection that is lost fails the statement that is under way, and that says it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
