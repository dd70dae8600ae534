import type { Answer } from './answer.js';
import type { OpenedCart } from './journey.js';
import { customerOf, type LoggedIn, PASSWORD } from './people.js';
import type { Shop } from './shop.js';

/** A customer who buys. */
export interface Shopper extends LoggedIn {
  /** Logs in once more, with a guest's cart perhaps; nothing of the answer is asserted here. */
  logIn(cart?: { readonly id: unknown; readonly token?: string }): Promise<Answer>;
}

export async function shopperOf(shop: Shop, email?: string): Promise<Shopper> {
  const customer = await customerOf(shop, email);
  return {
    ...customer,
    logIn: (cart) =>
      shop.ask('POST', '/v1/sessions', {
        headers: cart?.token === undefined ? {} : { 'holdfast-cart-token': cart.token },
        body: { email: customer.email, password: PASSWORD, ...(cart ? { cart_id: cart.id } : {}) },
      }),
  };
}

/** The credential that a login answered. */
export const bearer = ({ body }: Answer): Record<string, string> => ({ authorization: `Bearer ${body.access_token}` });

/** Opens the cart of a customer. */
export async function ownCart(shop: Shop, { headers }: LoggedIn, ...lines: [variant: string, quantity: number][]): Promise<OpenedCart> {
  const { status, body, text } = await shop.ask('POST', '/v1/carts', {
    headers,
    body: { email: 'ada@example.com', lines: lines.map(([variant_id, quantity]) => ({ variant_id, quantity })) },
  });
  if (status !== 201) throw new Error(text);
  return { id: body.id, token: body.token, headers };
}
