import { randomUUID } from 'node:crypto';
import { newId, toUuid } from '@holdfast/kernel';
import { Argon2Passwords } from '../../../libs/identity/src/adapters/crypto/argon2-passwords.js';
import type { Call, FinalReply, HttpClient } from '../../support/http-client.js';
import { sql } from '../../support/sql.js';
import { BUYER } from '../buyer.js';
import type { Fleet } from '../fleet.js';
import { type CartCommand, PRICES } from './cart-model.js';
import { type Answer, refusal, SKIPPED, type Subject } from './model.js';

const PASSWORD = 'three small rain boots';
const TRANSFER = { gateway: 'manual', method: 'transfer' };
const PLENTY = 900_000_000;
/** Subjects of one customer; a session is short, and a login dear. */
const CARTS_PER_CUSTOMER = 40;

interface Customer {
  readonly headers: Readonly<Record<string, string>>;
  carts: number;
}

/** What all subjects of a run share: variants, and a customer who is logged in. */
export class CartShop {
  #variants: string[] | undefined;
  #customer: Customer | undefined;
  #hash: string | undefined;
  #last: CartSubject | undefined;

  constructor(private readonly fleet: Fleet) {}

  /** A customer's new cart with one piece of each variant. */
  async open(): Promise<CartSubject> {
    this.#variants ??= await Promise.all(PRICES.map((price) => this.fleet.variant(PLENTY, price)));
    const customer = this.#customer && this.#customer.carts < CARTS_PER_CUSTOMER ? this.#customer : await this.#logIn();
    this.#customer = customer;
    customer.carts++;
    await this.#last?.leave();
    await order(this.fleet.client, customer, this.#variants[0]!);
    this.#last = await CartSubject.open(this.fleet.client, this.#variants, customer.headers);
    return this.#last;
  }

  async #logIn(): Promise<Customer> {
    const email = `${randomUUID()}@example.com`;
    this.#hash ??= await hashed(PASSWORD);
    await sql(this.fleet.database.url, `insert into identity.customers (id, email, name, password_hash) values ($1, $2, 'Ada Lovelace', $3)`, [toUuid(newId('cus')), email, this.#hash]);
    const session = await this.fleet.client.good({ method: 'POST', path: '/v1/sessions', body: { email, password: PASSWORD } });
    return { headers: { authorization: `Bearer ${session.access_token}` }, carts: 0 };
  }
}

async function hashed(password: string): Promise<string> {
  const passwords = new Argon2Passwords();
  try {
    return await passwords.hash(password);
  } finally {
    await passwords.onApplicationShutdown();
  }
}

/** Makes the customer's cart an order, if there is one: a customer has one at a time. */
async function order(client: HttpClient, { headers }: Customer, variant: string): Promise<void> {
  const { status, body: cart } = await client.untilFinal({ method: 'GET', path: '/v1/carts/current', headers });
  if (status === 404) return;
  if (cart.lines.length === 0) await client.good({ method: 'POST', path: `/v1/carts/${cart.id}/lines`, headers, key: randomUUID(), body: { variant_id: variant, quantity: 1 } });
  await client.good({ method: 'POST', path: '/v1/checkouts', headers, key: randomUUID(), body: { cart_id: cart.id, payment: TRANSFER } });
}

/** One cart of a customer, in the shop. */
export class CartSubject implements Subject<CartCommand> {
  /** Ids of the lines that each variant has had. */
  readonly #lines: string[][];
  readonly #checkouts = new Map<number, string>();

  private constructor(
    private readonly client: HttpClient,
    private readonly variants: readonly string[],
    private readonly headers: Readonly<Record<string, string>>,
    private readonly cart: { readonly id: string; readonly lines: readonly { readonly id: string; readonly variant_id: string }[] },
  ) {
    this.#lines = variants.map(() => []);
    this.#learn(cart.lines);
  }

  static async open(client: HttpClient, variants: readonly string[], headers: Readonly<Record<string, string>>): Promise<CartSubject> {
    const lines = variants.map((variant_id) => ({ variant_id, quantity: 1 }));
    return new CartSubject(client, variants, headers, await client.good({ method: 'POST', path: '/v1/carts', headers, key: randomUUID(), body: { ...BUYER, lines } }));
  }

  async ask(command: CartCommand, client: number): Promise<Answer> {
    const path = `/v1/carts/${this.cart.id}`;
    switch (command.kind) {
      case 'add': return this.#change({ method: 'POST', path: `${path}/lines`, key: randomUUID(), body: { variant_id: this.variants[command.variant], quantity: command.quantity } });
      case 'set': return this.#change({ method: 'PATCH', path: `${path}/lines/${this.#line(command)}`, body: { quantity: command.quantity } });
      case 'remove': return this.#change({ method: 'DELETE', path: `${path}/lines/${this.#line(command)}` });
      case 'read': return this.#change({ method: 'GET', path });
      case 'merge': return this.#merge(command.lines);
      case 'checkout': return this.#checkOut(command.pays, client);
      case 'pay': case 'cancel': return this.#end(command.kind, client);
    }
  }

  /** Gives up what is still being checked out. */
  async leave(): Promise<void> {
    for (const id of this.#checkouts.values()) await this.client.untilFinal({ method: 'DELETE', path: `/v1/checkouts/${id}`, headers: this.headers });
  }

  async #change(call: Call): Promise<Answer> {
    const reply = await this.client.untilFinal({ ...call, headers: this.headers });
    if (reply.status >= 300) return refused(reply);
    const { status, lines, total } = reply.body;
    this.#learn(lines);
    return { status: reply.status, cart: status, lines: lines.map((line: any) => [this.variants.indexOf(line.variant_id), line.quantity]), total: total.amount };
  }

  async #merge(lines: readonly (readonly [number, number])[]): Promise<Answer> {
    const body = { ...BUYER, lines: lines.map(([at, quantity]) => ({ variant_id: this.variants[at], quantity })) };
    const guest = await this.client.good({ method: 'POST', path: '/v1/carts', key: randomUUID(), body });
    const headers = { ...this.headers, 'holdfast-cart-token': guest.token };
    const reply = await this.client.untilFinal({ method: 'POST', path: `/v1/carts/${guest.id}/claims`, headers, key: randomUUID() });
    if (reply.status >= 300) return refused(reply);
    // A line that is new in the cart keeps its id; one that was added to a line there has none any more. Only the cart knows which.
    const cart = await this.client.good({ method: 'GET', path: `/v1/carts/${this.cart.id}`, headers: this.headers });
    this.#learn(cart.lines);
    return { status: reply.status, claim: reply.body.status };
  }

  async #checkOut(pays: boolean, client: number): Promise<Answer> {
    const body = { cart_id: this.cart.id, ...(pays && { payment: TRANSFER }) };
    const reply = await this.client.untilFinal({ method: 'POST', path: '/v1/checkouts', headers: this.headers, key: randomUUID(), body });
    if (reply.status >= 300) return refused(reply);
    this.#checkouts.set(client, reply.body.id);
    return { status: reply.status, checkout: reply.body.status, total: reply.body.total.amount };
  }

  async #end(kind: 'pay' | 'cancel', client: number): Promise<Answer> {
    const id = this.#checkouts.get(client);
    if (!id) return SKIPPED;
    const path = `/v1/checkouts/${id}`;
    const call: Call = kind === 'pay' ? { method: 'POST', path: `${path}/payments`, key: randomUUID(), body: TRANSFER } : { method: 'DELETE', path };
    const reply = await this.client.untilFinal({ ...call, headers: this.headers });
    if (reply.status === 204) return { status: 204 };
    return reply.status >= 300 ? refused(reply) : { status: reply.status, checkout: reply.body.status };
  }

  #line({ variant, nth }: { variant: number; nth: number }): string {
    // One that never was, for lines that are not there yet.
    return this.#lines[variant]![nth] ?? newId('line');
  }

  #learn(lines: readonly { readonly id: string; readonly variant_id: string }[]): void {
    for (const { id, variant_id: variant } of lines) {
      const known = this.#lines[this.variants.indexOf(variant)]!;
      if (!known.includes(id)) known.push(id);
    }
  }
}

const refused = ({ status, body }: FinalReply): Answer => refusal(status, body.code);
