import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database, encodeCursor, pageOf, plannedByValues } from '@holdfast/platform';
import { ListAdminProducts } from '../../application/reads.js';
import { keysetOf } from './keyset.js';
import { makerDocument } from './product-documents.js';
import { ProductRows } from './product-rows.js';

// Ids are UUIDv7: their order is the order in which products were made.
const PAGE = plannedByValues(
  'catalog.list-admin-products',
  `select id from catalog.products
    where ($1::uuid is null or id < $1) and ($2::text is null or status = $2) and ($3::text is null or handle = $3)
    order by id desc limit $4`,
);

@QueryHandler(ListAdminProducts)
export class ListAdminProductsHandler implements IQueryHandler<ListAdminProducts> {
  constructor(
    private readonly database: Database,
    private readonly rows: ProductRows,
  ) {}

  async execute({ limit, cursor, status, handle }: ListAdminProducts): Promise<string> {
    const [after] = cursor ? keysetOf(cursor, 'admin-products', ['uuid']) : [null];
    const ids = await this.database.query<{ id: string }>(PAGE, [after, status ?? null, handle ?? null, limit + 1]);
    const shown = new Map((await this.rows.read(ids.slice(0, limit).map(({ id }) => id))).map((product) => [product.uuid, product]));
    const page = pageOf(ids, limit, ({ id }) => makerDocument(shown.get(id)!), ({ id }) => encodeCursor('admin-products', [id]));
    return JSON.stringify(page);
  }
}
