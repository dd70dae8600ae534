import type { Pool } from 'pg';

/** Where events are sent, and the secret that signs them. */
export interface Endpoint {
  readonly url: string;
  readonly secret: string;
}

export async function setEndpoint(pool: Pool, { url, secret }: Endpoint): Promise<void> {
  await pool.query(
    `insert into sandbox.webhook_endpoint (url, secret) values ($1, $2)
     on conflict (one) do update set url = excluded.url, secret = excluded.secret`,
    [url, secret],
  );
}

/** Events are written down all the same, and sent to nobody. */
export async function removeEndpoint(pool: Pool): Promise<void> {
  await pool.query('delete from sandbox.webhook_endpoint');
}
