import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database, encodeCursor } from '@holdfast/platform';
import { bulkhead } from 'cockatiel';
import { ListProducts, type Ready } from '../../application/reads.js';
import { keysetOf } from './keyset.js';
import { keyType, type ListedRow, listQuery } from './list-products.sql.js';
import { tagOf } from './product-documents.js';

/** Lists that are read at the same time; of the connections to the database, others need theirs. Searches take longest: lists never wait behind them. */
const LANES = { lists: 6, searches: 2 } as const;

/**
 * Puts the page together from texts that are ready: nothing is parsed on the way. When many are asked for at once, the same page is read once
 * for all who wait for it: it was not read before the last of them asked.
 */
@QueryHandler(ListProducts)
export class ListProductsHandler implements IQueryHandler<ListProducts> {
  readonly #lists = bulkhead(LANES.lists, Infinity);
  readonly #searches = bulkhead(LANES.searches, Infinity);
  /** Pages that were asked for and that nobody reads yet. */
  readonly #waiting = new Map<string, Promise<Ready>>();

  constructor(private readonly database: Database) {}

  execute(query: ListProducts): Promise<Ready> {
    const page = JSON.stringify([query.filter, query.currency, query.sort, query.limit, query.cursor]);
    const waiting = this.#waiting.get(page);
    if (waiting) return waiting;
    let isBegun = false;
    const lanes = query.filter.q === undefined ? this.#lists : this.#searches;
    const ready = lanes.execute(() => {
      isBegun = true;
      this.#waiting.delete(page);
      return this.#read(query);
    });
    if (!isBegun) this.#waiting.set(page, ready);
    return ready;
  }

  async #read({ filter, currency, sort, limit, cursor }: ListProducts): Promise<Ready> {
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
