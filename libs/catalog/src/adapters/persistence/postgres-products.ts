import { Injectable } from '@nestjs/common';
import { toId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { Database, type Statement, statement } from '@holdfast/platform';
import type { ProductId, VariantId } from '../../catalog.js';
import { HandleTaken, ProductNotFound, SkuTaken } from '../../domain/errors.js';
import { Product } from '../../domain/product.js';
import { Products } from '../../domain/products.js';
import { ProductRows } from './product-rows.js';
import { SAVE_PRICES, SAVE_PRODUCTS, SAVE_VARIANTS } from './save-products.sql.js';
import { ProductViews } from './product-views.js';

// The lock comes before the read: a read that waits for a lock would see the variants as they were before.
const LOCK = statement('catalog.lock-product', `select id from catalog.products where id = $1 for update`);
const LOCK_OF_VARIANT = statement(
  'catalog.lock-product-of-variant',
  `select id from catalog.products where id = (select product_id from catalog.variants where id = $1) for update`,
);
const LOCK_HANDLES = statement('catalog.lock-handles', `select id from catalog.products where handle = any($1::text[]) order by id for update`);
const OWNERS = statement('catalog.sku-owners', `select sku, product_id from catalog.variants where sku = any($1::text[])`);
const LOCK_OF_VARIANTS = statement(
  'catalog.lock-products-of-variants',
  `select id from catalog.products where id in (select product_id from catalog.variants where id = any($1::uuid[])) order by id for update`,
);
const NOTE = statement(
  'catalog.note-availability',
  `update catalog.variants v set in_stock = a.in_stock
     from unnest($1::uuid[], $2::boolean[]) as a(id, in_stock)
    where v.id = a.id and v.in_stock <> a.in_stock
   returning v.product_id`,
);

/**
 * Products in SQL rather than through records: one file changes thousands of them at once, and a single change
 * takes the same road.
 */
@Injectable()
export class PostgresProducts extends Products {
  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
    private readonly rows: ProductRows,
    private readonly views: ProductViews,
  ) {
    super();
  }

  get(id: ProductId): Promise<Product> {
    return this.#locked(LOCK, toUuid(id));
  }

  ofVariant(id: VariantId): Promise<Product> {
    return this.#locked(LOCK_OF_VARIANT, toUuid(id));
  }

  async withHandles(handles: readonly string[]): Promise<Map<string, Product>> {
    const locked = await this.database.query<{ id: string }>(LOCK_HANDLES, [handles]);
    if (locked.length === 0) return new Map();
    const stored = await this.rows.read(locked.map(({ id }) => id));
    return new Map(stored.map(({ state }) => [state.handle, Product.restore(state)]));
  }

  async ownersOf(skus: readonly string[]): Promise<Map<string, ProductId>> {
    if (skus.length === 0) return new Map();
    const rows = await this.database.query<{ sku: string; product_id: string }>(OWNERS, [skus]);
    return new Map(rows.map(({ sku, product_id }) => [sku, toId('prod', product_id)]));
  }

  async save(products: readonly Product[], available: ReadonlySet<VariantId> = new Set()): Promise<void> {
    const changes = products.map((product) => ({ product, events: product.takeEvents() })).filter(({ events }) => events.length > 0);
    if (changes.length === 0) return;
    const states = changes.map(({ product }) => product.snapshot());
    const uuids = states.map(({ id }) => toUuid(id));
    const variants = states.flatMap((state, at) =>
      state.variants.map((variant) => ({ ...variant, uuid: toUuid(variant.id), product: uuids[at], in_stock: available.has(variant.id) })),
    );
    try {
      await this.database.query(SAVE_PRODUCTS, [JSON.stringify(states.map((state, at) => ({ ...state, variants: undefined, id: uuids[at] })))]);
      await this.database.query(SAVE_VARIANTS, [JSON.stringify(variants.map((variant) => ({ ...variant, prices: undefined })))]);
    } catch (error) {
      throw refusalOf(error);
    }
    const prices = variants.flatMap(({ uuid, prices }) => prices.map((price) => ({ ...price, variant: uuid })));
    await this.database.query(SAVE_PRICES, [variants.map(({ uuid }) => uuid), JSON.stringify(prices)]);
    await this.views.refresh(uuids);
    this.work.record(changes.flatMap(({ events }) => events));
  }

  async noteAvailability(ids: readonly VariantId[], availability: () => Promise<Map<VariantId, number>>): Promise<void> {
    const locked = await this.database.query(LOCK_OF_VARIANTS, [ids.map(toUuid)]);
    if (locked.length === 0) return;
    const available = await availability();
    const inStock = ids.map((id) => (available.get(id) ?? 0) > 0);
    const changed = await this.database.query<{ product_id: string }>(NOTE, [ids.map(toUuid), inStock]);
    if (changed.length > 0) await this.views.refresh([...new Set(changed.map(({ product_id }) => product_id))]);
  }

  async #locked(lock: Statement, id: string): Promise<Product> {
    const found = await this.database.first<{ id: string }>(lock, [id]);
    const [stored] = found ? await this.rows.read([found.id]) : [];
    if (!stored) throw new ProductNotFound();
    return Product.restore(stored.state);
  }
}

function refusalOf(error: unknown): unknown {
  const { code, constraint, detail } = error as { code?: string; constraint?: string; detail?: string };
  if (code !== '23505') return error;
  const value = /=\((.*)\) already/.exec(detail ?? '')?.[1] ?? '';
  if (constraint === 'sku_once') return new SkuTaken(value);
  if (constraint === 'products_handle_key') return new HandleTaken(value);
  return error;
}
