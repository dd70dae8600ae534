import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { GetAdminProduct, GetProduct, GetVariant, type Ready, type Versioned } from '../../application/reads.js';
import { ProductNotFound } from '../../domain/errors.js';
import { isHandle } from '../../domain/product-details.js';
import { makerDocument, tagOf, variantDocument } from './product-documents.js';
import { ProductRows } from './product-rows.js';

const BY_ID = statement('catalog.get-product', `select document as json, etag from catalog.product_views where product_id = $1 and published`);
const BY_HANDLE = statement('catalog.get-product-by-handle', `select document as json, etag from catalog.product_views where handle = $1 and published`);
const PRODUCT_OF = statement(
  'catalog.product-of-variant',
  `select v.product_id as id, p.status from catalog.variants v join catalog.products p on p.id = v.product_id where v.id = $1`,
);

@QueryHandler(GetProduct)
export class GetProductHandler implements IQueryHandler<GetProduct> {
  constructor(private readonly database: Database) {}

  async execute({ by }: GetProduct): Promise<Ready | undefined> {
    if ('id' in by) return this.database.first<Ready>(BY_ID, [toUuid(by.id)]);
    return isHandle(by.handle) ? this.database.first<Ready>(BY_HANDLE, [by.handle]) : undefined;
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
