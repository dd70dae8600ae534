import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Batcher, type Settled, toUuid } from '@holdfast/kernel';
import { Database, type Statement, statement } from '@holdfast/platform';
import { GetAdminProduct, GetProduct, GetVariant, type Ready, type Versioned } from '../../application/reads.js';
import { ProductNotFound } from '../../domain/errors.js';
import { isHandle } from '../../domain/product-details.js';
import { makerDocument, tagOf, variantDocument } from './product-documents.js';
import { ProductRows } from './product-rows.js';

/** How many keys one statement takes. One for each size, since the planner knows the size of a list but not that of an array. */
const SIZES = [1, 4, 16, 64, 256] as const;
const BATCH = SIZES.at(-1)!;

/** Statements for each size of a list of keys; shorter ones are filled up with their last key. */
function readers(name: string, column: 'product_id' | 'handle', type: 'uuid' | 'text'): readonly Statement[] {
  return SIZES.map((size) => {
    const keys = Array.from({ length: size }, (_, at) => `$${at + 1}::${type}`).join(', ');
    return statement(name, `select ${column} as key, document as json, etag from catalog.product_views where ${column} in (${keys}) and published`);
  });
}

const BY_ID = readers('catalog.get-products', 'product_id', 'uuid');
const BY_HANDLE = readers('catalog.get-products-by-handle', 'handle', 'text');
const PRODUCT_OF = statement(
  'catalog.product-of-variant',
  `select v.product_id as id, p.status from catalog.variants v join catalog.products p on p.id = v.product_id where v.id = $1`,
);

/** Reads that are under way at the same time share a statement: a round trip costs more than the row. */
@QueryHandler(GetProduct)
export class GetProductHandler implements IQueryHandler<GetProduct> {
  readonly #byId: Batcher<string, Ready | undefined>;
  readonly #byHandle: Batcher<string, Ready | undefined>;

  constructor(database: Database) {
    const reading = (statements: readonly Statement[]) =>
      new Batcher({
        max: BATCH,
        lanes: 1,
        work: async (keys: readonly string[]): Promise<Settled<Ready | undefined>[]> => {
          try {
            const distinct = [...new Set(keys)];
            const fit = SIZES.findIndex((size) => size >= distinct.length);
            const filled = Array.from({ length: SIZES[fit]! }, (_, at) => distinct[at] ?? distinct.at(-1));
            const rows = await database.query<Ready & { key: string }>(statements[fit]!, filled);
            const found = new Map(rows.map((row) => [row.key, row]));
            return keys.map((key) => ({ ok: true, value: found.get(key) }));
          } catch (error) {
            // No key can be at fault, so trying each half again would only hold up the others while the database is away.
            return keys.map(() => ({ ok: false, error }));
          }
        },
      });
    this.#byId = reading(BY_ID);
    this.#byHandle = reading(BY_HANDLE);
  }

  async execute({ by }: GetProduct): Promise<Ready | undefined> {
    if ('id' in by) return this.#byId.submit(toUuid(by.id));
    return isHandle(by.handle) ? this.#byHandle.submit(by.handle) : undefined;
  }
}

@QueryHandler(GetVariant)
export class GetVariantHandler implements IQueryHandler<GetVariant> {
  constructor(
    private readonly database: Database,
    private readonly rows: ProductRows,
  ) {}

  async execute({ id }: GetVariant): Promise<Ready | undefined> {
    const owner = await this.database.first<{ id: string; status: string }>(PRODUCT_OF, [toUuid(id)]);
    const [product] = owner?.status === 'published' ? await this.rows.read([owner.id]) : [];
    const variant = product?.state.variants.find((each) => each.id === id && each.status === 'active');
    if (!product || !variant) return undefined;
    const json = variantDocument(product, variant);
    return { json, etag: tagOf(json) };
  }
}

@QueryHandler(GetAdminProduct)
export class GetAdminProductHandler implements IQueryHandler<GetAdminProduct> {
  constructor(
    private readonly database: Database,
    private readonly rows: ProductRows,
  ) {}

  async execute({ by }: GetAdminProduct): Promise<Versioned> {
    const id = 'id' in by ? toUuid(by.id) : (await this.database.first<{ id: string }>(PRODUCT_OF, [toUuid(by.variantId)]))?.id;
    const [product] = id ? await this.rows.read([id]) : [];
    if (!product) throw new ProductNotFound();
    const document = makerDocument(product);
    const { version, handle, title } = document;
    if ('id' in by) return { version, document };
    const variant = document.variants.find((each) => each.id === by.variantId);
    return { version, document: { ...variant, product: { id: document.id, handle, title }, version } };
  }
}
