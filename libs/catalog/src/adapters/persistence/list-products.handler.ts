import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database, encodeCursor } from '@holdfast/platform';
import { ListProducts, type Ready } from '../../application/reads.js';
import { keysetOf } from './keyset.js';
import { keyType, type ListedRow, listQuery } from './list-products.sql.js';
import { tagOf } from './product-documents.js';

/** Puts the page together from texts that are ready: nothing is parsed on the way. */
@QueryHandler(ListProducts)
export class ListProductsHandler implements IQueryHandler<ListProducts> {
  constructor(private readonly database: Database) {}

  async execute({ filter, currency, sort, limit, cursor }: ListProducts): Promise<Ready> {
    const order = sort.endsWith('price') ? `${sort} ${currency}` : sort;
    const after = cursor === undefined ? undefined : keysetOf(cursor, order, [keyType(sort), 'uuid']);
    const { sql, values } = listQuery(filter, currency, sort, limit, after);
    const rows = await this.database.query<ListedRow>(sql, values);
    const more = rows.length > limit;
    if (more) rows.pop();
    const last = rows.at(-1);
    const next = more && last ? encodeCursor(order, [last.key, last.id]) : null;
    const json = `{"data":[${rows.map(({ document }) => document).join(',')}],"page":{"next_cursor":${JSON.stringify(next)},"has_more":${more}}}`;
    return { json, etag: tagOf(`${rows.map(({ etag }) => etag).join()}${next}`) };
  }
}
