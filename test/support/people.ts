import { randomUUID } from 'node:crypto';
import { Passwords } from '../../libs/identity/src/domain/password.js';
import type { Shop } from './shop.js';
import { sql } from './sql.js';

export const PASSWORD = 'three small rain boots';

export interface LoggedIn {
  readonly email: string;
  readonly headers: Record<string, string>;
}

/** A customer with a session, without the way over the mail. */
export const customerOf = (shop: Shop): Promise<LoggedIn> =>
  logIn(shop, 'customer', `insert into identity.customers (id, email, name, password_hash) values ($1, $2, 'Ada Lovelace', $3)`);

/** A member of staff with a session and the role of an owner, who needs no second factor where the shop asks for none. */
export const ownerOf = (shop: Shop): Promise<LoggedIn> =>
  logIn(
    shop,
    'staff',
    `insert into identity.staff (id, email, name, password_hash, status, role_id) values ($1, $2, 'Grace Hopper', $3, 'active', (select id from identity.roles where built_in = 'owner'))`,
  );

async function logIn(shop: Shop, as: string, insert: string): Promise<LoggedIn> {
  const email = `${randomUUID()}@example.com`;
  const hash = await shop.app.get(Passwords, { strict: false }).hash(PASSWORD);
  await sql(shop.database.url, insert, [randomUUID(), email, hash]);
  const { status, body, text } = await shop.ask('POST', '/v1/sessions', { body: { email, password: PASSWORD, as } });
  if (status !== 201) throw new Error(text);
  return { email, headers: { authorization: `Bearer ${body.access_token}` } };
}
