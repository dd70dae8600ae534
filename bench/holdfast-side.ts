import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../apps/launcher/src/node-flags.js';
import { freePort } from '../apps/launcher/src/ports.js';
import { runMigrations } from '../apps/launcher/src/programs.js';
import { seedAccounts } from './accounts.js';
import { Child } from './child.js';
import { CURRENCY, type Draft, drafts, HOT_STOCK, type Product, STOCK } from './products.js';
import type { Server } from './server.js';
import { pagesOf, type Side } from './sides.js';

const AT_ONCE = 8;
const ROOT = join(import.meta.dirname, '../..');

export interface HoldfastSide extends Side {
  readonly adminKey: string;
  /** What the floor gets on its shelves: the documents as this API answers them. */
  readonly products: readonly Product[];
}

/** Starts Holdfast's API, without a worker, on a fresh database, and fills it over HTTP. */
export async function startHoldfast(server: Server, say: (line: string) => void): Promise<HoldfastSide> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const adminKey = `sk_${randomBytes(32).toString('base64url')}`;
  const env = {
    ...NODE_ENVIRONMENT,
    PORT: String(port),
    // Counting is a part of what each request costs.
    METRICS_PORT: String(await freePort()),
    HOST: '127.0.0.1',
    PUBLIC_URL: origin,
    DATABASE_URL: server.holdfastUrl,
    HOLDFAST_SECRET: randomBytes(32).toString('base64url'),
    HOLDFAST_ADMIN_KEY: adminKey,
    HOLDFAST_TEST_MODE: 'false',
    LOG_LEVEL: 'warn',
    CURRENCY,
    NODE_ENV: 'production',
    // What the person at the terminal has set for a shop of their own is none of ours.
    REDIS_URL: undefined,
    STRIPE_SECRET_KEY: undefined,
    STRIPE_API_BASE: undefined,
    STRIPE_WEBHOOK_SECRET: undefined,
    SMTP_URL: undefined,
    CHECKOUT_TTL_SECONDS: undefined,
    DRAIN_MS: '0',
    TRUSTED_PROXIES: undefined,
    // One address sends all the load. Limits are counted for each request as in production; only their heights are not reached.
    RATE_LIMIT_ADDRESS_PER_MINUTE: '100000000',
    RATE_LIMIT_KEY_PER_MINUTE: '100000000',
    RATE_LIMIT_LENIENCY: '1000000',
  };
  await runMigrations(ROOT, env, () => {});
  const process = new Child('api', join(ROOT, 'dist/apps/api/src/main.js'), env, server.folder, {
    flags: NODE_FLAGS,
  });
  try {
    await process.ready(`${origin}/readyz`);
    say('Filling Holdfast: 1,001 products and their stock…');
    const shop = new Admin(origin, adminKey);
    const variants = await seed(shop);
    const productPaths = await shop.productPaths();
    const products = await inTurns(productPaths, (path) => shop.product(path));
    return {
      name: 'holdfast',
      origin,
      process,
      adminKey,
      products,
      productPaths,
      variants: variants.slice(0, -1),
      hotVariant: variants.at(-1)!,
      accounts: await seedAccounts(server.holdfastUrl),
      listPaths: await pagesOf(origin, '/v1/products?limit=20'),
    };
  } catch (error) {
    await process.stop();
    throw error;
  }
}

/** A few at a time: a shop that is asked for a thousand things at once rightly refuses some. */
async function inTurns<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) answers.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(ask))));
  return answers;
}

/** Makes the products and stocks them; answers their variants, the hot one last. */
async function seed(shop: Admin): Promise<string[]> {
  const wanted = drafts();
  const variants = await inTurns(wanted, (draft) => shop.create(draft));
  await shop.stock(variants.slice(0, -1), STOCK);
  await shop.stock(variants.slice(-1), HOT_STOCK);
  return variants;
}

/** The calls that the bench makes as the administrator. */
class Admin {
  constructor(
    private readonly origin: string,
    private readonly key: string,
  ) {}

  async create({ sku, price, ...facts }: Draft): Promise<string> {
    const variants = [{ sku, prices: [{ amount: price, currency: CURRENCY }] }];
    const product = await this.#post<{ variants: { id: string }[] }>('/v1/admin/products', {
      ...facts,
      status: 'published',
      variants,
    });
    return product.variants[0]!.id;
  }

  async stock(variants: readonly string[], delta: number): Promise<void> {
    const adjustments = variants.map((variant_id) => ({ variant_id, delta }));
    await this.#post('/v1/admin/stock-adjustments', { reason: 'received', adjustments });
  }

  async productPaths(): Promise<string[]> {
    const pages = await pagesOf(this.origin, '/v1/products?limit=100');
    const lists = await Promise.all(
      pages.map((path) => this.#get<{ data: { id: string }[] }>(path)),
    );
    return lists.flatMap(({ data }) => data.map(({ id }) => `/v1/products/${id}`));
  }

  async product(path: string): Promise<Product> {
    const document = await this.#text(path, {});
    const { title, created_at, variants } = JSON.parse(document) as {
      title: string;
      created_at: string;
      variants: { prices: { amount: number }[] }[];
    };
    return { createdAt: created_at, document, title, price: variants[0]!.prices[0]!.amount };
  }

  async #get<T>(path: string): Promise<T> {
    return JSON.parse(await this.#text(path, {})) as T;
  }

  async #post<T>(path: string, body: unknown): Promise<T> {
    const headers = {
      Authorization: `Bearer ${this.key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    };
    return JSON.parse(
      await this.#text(path, { method: 'POST', headers, body: JSON.stringify(body) }),
    ) as T;
  }

  async #text(path: string, init: RequestInit): Promise<string> {
    const answer = await fetch(this.origin + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return text;
  }
}
