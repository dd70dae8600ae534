import { randomBytes } from 'node:crypto';

/** One request, and what follows from its answer. */
export interface Step {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** The one status that counts as done. */
  readonly wanted: number;
  /** Told the body of the wanted answer; answers the next step of the same task. Bodies that nobody asks for are not kept. */
  readonly follow?: (body: string) => Step | undefined;
}

export interface Cart {
  readonly id: string;
  readonly token: string;
}

/** Gives the next task, or undefined when there is none left. */
export type Source = () => Step | undefined;

const JSON_TYPE = 'application/json';
const CURRENCY = 'EUR';
const BUYER = {
  currency: CURRENCY,
  email: 'ada@example.com',
  shipping_address: {
    name: 'Ada Lovelace',
    line1: '1 Engine Street',
    city: 'Berlin',
    postal_code: '10115',
    country: 'DE',
  },
};
const PAYMENT = { gateway: 'manual', method: 'transfer' };

const run = randomBytes(8).toString('hex');
let keys = 0;
/** Never used before, in this run or in another. */
const freshKey = (): string => `bench-${run}-${(keys++).toString(36).padStart(6, '0')}`;

function oneOf<T>(things: readonly T[]): T {
  return things[Math.floor(Math.random() * things.length)] as T;
}

export function reads(paths: readonly string[]): Source {
  const steps = paths.map((path): Step => ({ method: 'GET', path, wanted: 200 }));
  return () => oneOf(steps);
}

/** Checkouts of the floor; `placed` gets the id of each order. */
export function floorCheckouts(
  variants: readonly string[],
  placed: (order: string) => void,
): Source {
  const heads = variants.map((id) => `{"variant_id":"${id}","quantity":1,"idempotency_key":"`);
  const headers = { 'content-type': JSON_TYPE };
  return () => ({
    method: 'POST',
    path: '/checkouts',
    headers,
    body: `${oneOf(heads)}${freshKey()}"}`,
    wanted: 201,
    follow: (body) => void placed(orderIn(body)),
  });
}

/** Carts with one line each; `made` gets every cart and answers what to do with it at once. */
export function carts(variants: readonly string[], made: (cart: Cart) => Step | undefined): Source {
  const bodies = variants.map((variant_id) =>
    JSON.stringify({ ...BUYER, lines: [{ variant_id, quantity: 1 }] }),
  );
  return () => ({
    method: 'POST',
    path: '/v1/carts',
    headers: { 'content-type': JSON_TYPE, 'idempotency-key': freshKey() },
    body: oneOf(bodies),
    wanted: 201,
    follow: (body) => made(JSON.parse(body) as Cart),
  });
}

export function checkoutOf({ id, token }: Cart, placed: (order: string) => void): Step {
  return {
    method: 'POST',
    path: '/v1/checkouts',
    headers: {
      'content-type': JSON_TYPE,
      'idempotency-key': freshKey(),
      'holdfast-cart-token': token,
    },
    body: JSON.stringify({ cart_id: id, payment: PAYMENT }),
    wanted: 201,
    follow: (body) => void placed(orderIn(body)),
  };
}

const ORDER = '"order":{"id":"';

/**
 * The id of the order in the answer of a checkout, without parsing all of it; empty when there is none.
 * Copied, because a slice would keep the whole answer in memory for as long as the id is kept.
 */
export function orderIn(body: string): string {
  const start = body.indexOf(ORDER);
  if (start < 0) return '';
  const from = start + ORDER.length;
  return Buffer.from(body.slice(from, body.indexOf('"', from)), 'latin1').toString('latin1');
}
