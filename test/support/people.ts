import { randomUUID } from 'node:crypto';
import { newId, toUuid } from '@holdfast/kernel';
import { Passwords } from '../../libs/identity/src/domain/password.js';
import type { BuiltInRole } from '../../libs/identity/src/domain/roles.js';
import type { Shop } from './shop.js';
import { sql } from './sql.js';

export const PASSWORD = 'three small rain boots';

export interface LoggedIn {
  readonly id: string;
  readonly email: string;
  /** `ses_…` */
  readonly session: string;
  readonly refreshToken: string;
  readonly headers: Record<string, string>;
}

/** A customer with a session, without the way over the mail. */
export const customerOf = (shop: Shop, email?: string): Promise<LoggedIn> =>
  logIn(shop, 'customer', newId('cus'), `insert into identity.customers (id, email, name, password_hash) values ($1, $2, 'Ada Lovelace', $3)`, email);

/** A member of staff with a session, who needs no second factor where the shop asks for none. */
export const staffOf = (shop: Shop, role: BuiltInRole): Promise<LoggedIn> =>
  logIn(
    shop,
    'staff',
    newId('stf'),
    `insert into identity.staff (id, email, name, password_hash, status, role_id) values ($1, $2, 'Grace Hopper', $3, 'active', (select id from identity.roles where built_in = '${role}'))`,
  );

export const ownerOf = (shop: Shop): Promise<LoggedIn> => staffOf(shop, 'owner');

/** A secret API key with these scopes. */
export async function apiKey(shop: Shop, ...scopes: string[]): Promise<{ id: string; headers: Record<string, string> }> {
  const { status, text, body } = await shop.admin('POST', '/v1/admin/api-keys', { name: `key ${randomUUID()}`, scopes });
  if (status !== 201) throw new Error(text);
  return { id: body.id, headers: { authorization: `Bearer ${body.secret}` } };
}

async function logIn(shop: Shop, as: string, id: string, insert: string, email = `${randomUUID()}@example.com`): Promise<LoggedIn> {
  const hash = await shop.app.get(Passwords, { strict: false }).hash(PASSWORD);
  await sql(shop.database.url, insert, [toUuid(id), email, hash]);
  const { status, body, text } = await shop.ask('POST', '/v1/sessions', { body: { email, password: PASSWORD, as } });
  if (status !== 201) throw new Error(text);
  return { id, email, session: body.session_id, refreshToken: body.refresh_token, headers: { authorization: `Bearer ${body.access_token}` } };
}
