import type { Pool } from 'pg';

export const TELLING = ['stripe', 'paypal'] as const;

/** Where events of a gateway are sent, and the secret that signs them: of PayPal, the id of the webhook. */
export interface Endpoint {
  readonly gateway: (typeof TELLING)[number];
  readonly url: string;
  readonly secret: string;
}

export async function setEndpoint(pool: Pool, { gateway, url, secret }: Endpoint): Promise<void> {
  await pool.query(
    `insert into sandbox.webhook_endpoints (gateway, url, secret) values ($1, $2, $3)
     on conflict (gateway) do update set url = excluded.url, secret = excluded.secret`,
    [gateway, url, secret],
  );
}

/** Events are written down all the same, and sent to nobody. */
export async function removeEndpoints(pool: Pool): Promise<void> {
  await pool.query('delete from sandbox.webhook_endpoints');
}
