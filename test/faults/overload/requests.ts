import { randomUUID } from 'node:crypto';
import type { Random } from '../../prove/random.js';
import { BUYER } from '../buyer.js';
import type { Response } from './connection.js';
import type { StreamName } from './messages.js';

/** A request as it goes over the wire, and what its answer is for. */
export interface Prepared {
  readonly bytes: Buffer | string;
  /** Whether the answer is right; keeps what later requests need of it. */
  judge(response: Response): boolean;
}

interface Cart {
  readonly id: string;
  readonly token: string;
}

const get = (path: string): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: shop.test\r\n\r\n`);

function post(path: string, headers: string, body: object): string {
  const text = JSON.stringify(body);
  return `POST ${path} HTTP/1.1\r\nhost: shop.test\r\nidempotency-key: ${randomUUID()}\r\n${headers}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

const isRead = ({ status }: Response): boolean => status === 200;

/** Makes the requests of a shop's clients: most of them are made ahead. */
export class Requests {
  readonly orders: string[] = [];
  readonly #products: readonly Prepared[];
  readonly #list: Prepared = { bytes: get('/v1/products?limit=20'), judge: isRead };
  readonly #carts: Cart[] = [];

  constructor(
    products: readonly string[],
    private readonly variants: readonly string[],
    private readonly random: Random,
  ) {
    this.#products = products.map((id) => ({ bytes: get(`/v1/products/${id}`), judge: isRead }));
  }

  get waitingCarts(): number {
    return this.#carts.length;
  }

  /** The next one; undefined when no cart is left for a checkout. */
  next(stream: StreamName): Prepared | undefined {
    if (stream === 'product') return this.random.pick(this.#products);
    if (stream === 'list') return this.#list;
    return stream === 'cart' ? this.cart() : this.#checkout();
  }

  cart(): Prepared {
    const body = { ...BUYER, lines: [{ variant_id: this.random.pick(this.variants), quantity: 1 }] };
    return {
      bytes: post('/v1/carts', '', body),
      judge: ({ status, body: text }) => {
        if (status !== 201) return false;
        const { id, token } = JSON.parse(text) as Cart;
        this.#carts.push({ id, token });
        return true;
      },
    };
  }

  #checkout(): Prepared | undefined {
    const cart = this.#carts.pop();
    if (!cart) return undefined;
    const body = { cart_id: cart.id, payment: { gateway: 'manual', method: 'transfer' } };
    return {
      bytes: post('/v1/checkouts', `holdfast-cart-token: ${cart.token}\r\n`, body),
      judge: ({ status, body: text }) => {
        // Whoever was refused keeps the cart.
        if (status === 503) this.#carts.unshift(cart);
        if (status !== 201) return false;
        const order = (JSON.parse(text) as { order: { id: string } | null }).order;
        if (order) this.orders.push(order.id);
        return order !== null;
      },
    };
  }
}
