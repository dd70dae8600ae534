import pg from 'pg';
import { newId, toUuid } from '@holdfast/kernel';
import { freePort } from '../apps/launcher/src/ports.js';
import { Child } from './child.js';
import { FLOOR_SCHEMA } from './floor-schema.js';
import { HOT_STOCK, type Product, STOCK } from './products.js';
import type { Server } from './server.js';
import { pagesOf, type Side } from './sides.js';

/** Fills the floor's database with the same documents as Holdfast's: the last product is the hot one. */
export async function seedFloor(server: Server, products: readonly Product[]): Promise<string[]> {
  const variants = products.map(() => toUuid(newId('var')));
  const ids = products.map(() => toUuid(newId('prod')));
  const client = new pg.Client({ connectionString: server.floorUrl });
  await client.connect();
  try {
    await client.query(FLOOR_SCHEMA);
    await client.query(
      `insert into products (id, created_at, document) select * from unnest($1::uuid[], $2::timestamptz[], $3::text[])`,
      [ids, products.map(({ createdAt }) => createdAt), products.map(({ document }) => document)],
    );
    await client.query(
      `insert into variants (id, product_id, title, price) select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[])`,
      [variants, ids, products.map(({ title }) => title), products.map(({ price }) => price)],
    );
    await client.query(`insert into stock (variant_id, on_hand) select * from unnest($1::uuid[], $2::int[])`, [
      variants,
      variants.map((_, at) => (at === variants.length - 1 ? HOT_STOCK : STOCK)),
    ]);
    // Not the empty ones: PostgreSQL would plan for tables that stay empty, and read them whole.
    await client.query('vacuum analyze products, variants, stock');
  } finally {
    await client.end();
  }
  return variants;
}

/** How the floor writes its transactions. */
export type FloorForm = 'statements' | 'one-statement';

/** Starts the floor with so many connections to PostgreSQL. */
export async function startFloor(
  server: Server,
  variants: readonly string[],
  poolSize: number,
  form: FloorForm = 'statements',
): Promise<Side> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    DATABASE_URL: server.floorUrl,
    DATABASE_POOL_MAX: String(poolSize),
    PORT: String(port),
    NODE_ENV: 'production',
  };
  const process = new Child('floor', `${import.meta.dirname}/floor.js`, env, server.folder, {
    args: [form],
  });
  try {
    await process.ready(`${origin}/readyz`);
    return {
      name: 'floor',
      origin,
      process,
      variants: variants.slice(0, -1),
      hotVariant: variants.at(-1)!,
      productPaths: await productPaths(server),
      listPaths: await pagesOf(origin, '/products?limit=20'),
    };
  } catch (error) {
    await process.stop();
    throw error;
  }
}

async function productPaths(server: Server): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.floorUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('select id from products');
    return rows.map(({ id }) => `/products/${id}`);
  } finally {
    await client.end();
  }
}
