import { randomUUID } from 'node:crypto';
import type { Random } from '../../prove/random.js';
import { ADMIN_KEY } from '../../support/admin-key.js';
import type { Call, HttpClient, Reply } from '../../support/http-client.js';
import { sql } from '../../support/sql.js';
import { BUYER } from '../buyer.js';
import type { Latencies } from './measure.js';

const STAFF = { authorization: `Bearer ${ADMIN_KEY}` };
const WORDS = ['linen', 'oak', 'soft', 'silk', 'lamp', 'scarf', 'stool', 'velvet', 'grand', 'tiny'];
const NOUNS = ['lamp', 'shirt', 'vase', 'stool', 'pot', 'clock', 'wallet'];
/** Pages of the list that shoppers come to one after the other. */
const DEEP = 40;
const SAMPLE = 5_000;

/** What a part of the load asks for, and which share of all requests that is. */
const MIX: readonly (readonly [what: string, weight: number])[] = [
  ['product', 30], ['list', 10], ['list, deep page', 8], ['list, by tag', 4], ['list, by price', 4], ['list, by type and title', 4], ['search', 8],
  ['purchase', 10], ['orders', 3], ['orders, by e-mail', 3], ['orders, by number', 2], ['order', 4], ['payments', 2], ['payments, by status', 2], ['movements', 2], ['movements of a variant', 2],
];

/** People in a shop, of which one side is small and the other grown; both are asked the same. */
export class Shoppers {
  readonly #deep: string[] = [];
  #products: readonly string[] = [];
  #variants: readonly string[] = [];
  #numbers: readonly string[] = [];
  readonly #orders: string[] = [];
  /** Answers that should not have been. */
  readonly strange: string[] = [];

  constructor(
    private readonly client: HttpClient,
    private readonly latencies: Latencies,
    private readonly random: Random,
  ) {}

  /** Looks at what there is to ask for. */
  async look(databaseUrl: string): Promise<void> {
    const products = await sql<{ product: string }>(databaseUrl, `select platform.type_id('prod', product_id) as product from catalog.product_views where published order by random() limit ${SAMPLE}`);
    this.#products = products.map(({ product }) => product);
    const variants = await sql<{ variant: string }>(
      databaseUrl, `select platform.type_id('var', v.id) as variant from catalog.variants v join catalog.products p on p.id = v.product_id where v.in_stock and p.status = 'published' order by random() limit ${SAMPLE}`,
    );
    this.#variants = variants.map(({ variant }) => variant);
    let path = '/v1/products?limit=20';
    for (let page = 0; page < DEEP; page++) {
      const { page: { next_cursor: next } } = await this.client.good({ method: 'GET', path });
      if (!next) break;
      path = `/v1/products?limit=20&cursor=${next}`;
      this.#deep.push(path);
    }
    // The small shop has to have some of what is asked for.
    for (let i = 0; i < 3; i++) await this.#purchase(performance.now());
    const { data } = await this.client.good({ method: 'GET', path: '/v1/admin/orders?limit=100', headers: STAFF });
    this.#numbers = data.map(({ number }: { number: string }) => number);
    this.#orders.push(...data.map(({ id }: { id: string }) => id));
  }

  /** One of them wants something. */
  async begin(due: number): Promise<void> {
    const wanted = this.random.whole(1, MIX.reduce((sum, [, weight]) => sum + weight, 0));
    let sum = 0;
    const [what] = MIX.find(([, weight]) => (sum += weight) >= wanted)!;
    if (what === 'purchase') return void (await this.#purchase(due));
    await this.#ask(what, { method: 'GET', path: this.#pathOf(what), ...(what.startsWith('order') || what.startsWith('payments') || what.startsWith('movements') ? { headers: STAFF } : {}) }, due, [200]);
  }

  #pathOf(what: string): string {
    const { random } = this;
    switch (what) {
      case 'product': return `/v1/products/${random.pick(this.#products)}`;
      case 'list': return '/v1/products?limit=20';
      case 'list, deep page': return random.pick(this.#deep);
      case 'list, by tag': return `/v1/products?limit=20&tag=${random.pick(['sale', 'season-3', `edition-${random.whole(0, 5)}`])}`;
      case 'list, by price': return `/v1/products?limit=20&sort=price&price[gte]=${random.whole(0, 20) * 1_000}`;
      case 'list, by type and title': return `/v1/products?limit=20&sort=title&type=${random.pick(['Lamp', 'Stool', 'Vase'])}`;
      case 'search': return `/v1/products?limit=20&q=${random.pick(WORDS)}${random.whole(1, 2) === 1 ? `+${random.pick(NOUNS)}` : ''}`;
      case 'orders': return '/v1/admin/orders?limit=20';
      case 'orders, by e-mail': return `/v1/admin/orders?limit=20&email=guest-${random.whole(1, 1_000)}@example.com`;
      case 'orders, by number': return `/v1/admin/orders?limit=20&number=${random.pick(this.#numbers)}`;
      case 'order': return `/v1/admin/orders/${random.pick(this.#orders)}`;
      case 'payments': return '/v1/admin/payments?limit=20';
      case 'payments, by status': return `/v1/admin/payments?limit=20&status=${random.pick(['failed', 'partially_refunded', 'refunded'])}`;
      case 'movements': return '/v1/admin/stock-movements?limit=20';
      default: return `/v1/admin/stock-movements?limit=20&variant=${random.pick(this.#variants)}`;
    }
  }

  /** A cart, a change of it, and the till. */
  async #purchase(due: number): Promise<void> {
    const body = { ...BUYER, lines: [{ variant_id: this.random.pick(this.#variants), quantity: 1 }] };
    const cart = await this.#ask('cart', { method: 'POST', path: '/v1/carts', key: randomUUID(), body }, due, [201]);
    if (!cart) return;
    const headers = { 'holdfast-cart-token': cart.body.token };
    const more = { variant_id: this.random.pick(this.#variants), quantity: 1 };
    await this.#ask('cart, changed', { method: 'POST', path: `/v1/carts/${cart.body.id}/lines`, headers, key: randomUUID(), body: more }, performance.now(), [200, 201]);
    const bought = await this.#ask('checkout', {
      method: 'POST', path: '/v1/checkouts', headers, key: randomUUID(), body: { cart_id: cart.body.id, payment: { gateway: 'manual', method: 'transfer' } },
    }, performance.now(), [201]);
    if (bought?.body.order) this.#orders.push(bought.body.order.id);
  }

  async #ask(what: string, call: Call, due: number, good: readonly number[]): Promise<Reply | undefined> {
    const reply = await this.client.ask(call);
    this.latencies.note(what, performance.now() - due);
    if (reply && good.includes(reply.status)) return reply;
    // Of the few pieces that there are the last one may be gone.
    if (reply?.body?.code !== 'insufficient-stock') this.strange.push(`${what}: ${call.method} ${call.path} was answered ${reply?.status} ${JSON.stringify(reply?.body)?.slice(0, 300)}`);
    return undefined;
  }
}
