import { randomUUID } from 'node:crypto';
import { toId } from '@holdfast/kernel';
import { LinkTokens } from '../../libs/identity/src/application/link-tokens.js';
import type { Answer } from './answer.js';
import type { OpenedCart } from './journey.js';
import type { Shop } from './shop.js';
import { sql } from './sql.js';

const PASSWORD = 'three small rain boots';

/** Somebody with an account of this shop, logged in once. */
export interface ShopCustomer {
  readonly id: string;
  readonly email: string;
  readonly headers: Record<string, string>;
  /** Logs in once more, with a guest's cart perhaps; nothing of the answer is asserted here. */
  logIn(cart?: { readonly id: unknown; readonly token?: string }): Promise<Answer>;
}

/** Makes an account as a shopper does; only the mail is not waited for. */
export async function customerOf(shop: Shop, email = `${randomUUID()}@example.com`): Promise<ShopCustomer> {
  await shop.ask('POST', '/v1/customers', { body: { email, name: 'Ada Lovelace', password: PASSWORD } });
  const [row] = await sql<{ id: string }>(shop.database.url, 'select id from identity.registrations where email = $1', [email]);
  const registration = toId('reg', row!.id);
  const token = shop.app.get(LinkTokens, { strict: false }).of(registration);
  const { body } = await shop.ask('POST', `/v1/email-verifications/${registration}/confirmations`, { body: { token } });
  const logIn: ShopCustomer['logIn'] = (cart) =>
    shop.ask('POST', '/v1/sessions', {
      headers: cart?.token === undefined ? {} : { 'holdfast-cart-token': cart.token },
      body: { email, password: PASSWORD, ...(cart ? { cart_id: cart.id } : {}) },
    });
  const session = await logIn();
  if (session.status !== 201) throw new Error(session.text);
  return { id: body.id, email, headers: bearer(session), logIn };
}

/** The credential that a login answered. */
export const bearer = ({ body }: Answer): Record<string, string> => ({ authorization: `Bearer ${body.access_token}` });

/** Opens the cart of a customer. */
export async function ownCart(shop: Shop, { headers }: ShopCustomer, ...lines: [variant: string, quantity: number][]): Promise<OpenedCart> {
  const { status, body, text } = await shop.ask('POST', '/v1/carts', {
    headers,
    body: { email: 'ada@example.com', lines: lines.map(([variant_id, quantity]) => ({ variant_id, quantity })) },
  });
  if (status !== 201) throw new Error(text);
  return { id: body.id, token: body.token, headers };
}
