import { Injectable } from '@nestjs/common';
import { Database, statement } from '@holdfast/platform';
import { activeVariants, folded, plain, priceRanges, shopperDocuments, tagOf } from './product-documents.js';
import { ProductRows, type StoredProduct } from './product-rows.js';

const WRITE = statement(
  'catalog.write-views',
  `insert into catalog.product_views as old
          (product_id, handle, published, title, vendor, type, tags, in_stock, created_at, words, search, etag, document, card)
   select product_id, handle, published, title, vendor, type, tags, in_stock, created_at, words,
          setweight(to_tsvector('simple', named), 'A') || setweight(to_tsvector('simple', words), 'B')
            || setweight(to_tsvector('simple', told), 'D'),
          etag, document, card
     from json_to_recordset($1::json) as r(product_id uuid, handle text, published boolean, title text, vendor text, type text,
          tags text[], in_stock boolean, created_at timestamptz, words text, named text, told text, etag text, document text, card text)
   on conflict (product_id) do update
      set (handle, published, title, vendor, type, tags, in_stock, words, search, etag, document, card) =
          (excluded.handle, excluded.published, excluded.title, excluded.vendor, excluded.type, excluded.tags, excluded.in_stock,
           excluded.words, excluded.search, excluded.etag, excluded.document, excluded.card)
    where old.etag <> excluded.etag or old.published <> excluded.published`,
);

const FORGET_PRICES = statement(
  'catalog.forget-view-prices',
  `delete from catalog.product_prices p
    where p.product_id = any($1::uuid[])
      and (p.product_id, p.currency) not in (select * from unnest($2::uuid[], $3::text[]))`,
);

const WRITE_PRICES = statement(
  'catalog.write-view-prices',
  `insert into catalog.product_prices as old (product_id, currency, published, min_amount, max_amount, title, type, vendor, in_stock, created_at)
   select p.*, v.title, v.type, v.vendor, v.in_stock, v.created_at
     from unnest($1::uuid[], $2::text[], $3::boolean[], $4::bigint[], $5::bigint[]) as p(product_id, currency, published, min_amount, max_amount)
     join catalog.product_views v using (product_id)
   on conflict (product_id, currency) do update
      set (published, min_amount, max_amount, title, type, vendor, in_stock) =
          (excluded.published, excluded.min_amount, excluded.max_amount, excluded.title, excluded.type, excluded.vendor, excluded.in_stock)
    where (old.published, old.min_amount, old.max_amount, old.title, old.type, old.vendor, old.in_stock) is distinct from
          (excluded.published, excluded.min_amount, excluded.max_amount, excluded.title, excluded.type, excluded.vendor, excluded.in_stock)`,
);

/**
 * What shoppers see, ready to be sent: rebuilt in the transaction of each change, so that a read is one look-up by key and
 * never a join. The products have to be locked, or else two changes could each miss the other.
 */
@Injectable()
export class ProductViews {
  constructor(
    private readonly database: Database,
    private readonly rows: ProductRows,
  ) {}

  async refresh(uuids: readonly string[]): Promise<void> {
    const products = await this.rows.read(uuids);
    await this.database.query(WRITE, [JSON.stringify(products.map(viewOf))]);
    const prices = products.flatMap((product) =>
      priceRanges(activeVariants(product)).map((range) => ({ ...range, uuid: product.uuid, published: product.state.status === 'published' })),
    );
    await this.database.query(FORGET_PRICES, [uuids, prices.map(({ uuid }) => uuid), prices.map(({ currency }) => currency)]);
    await this.database.query(WRITE_PRICES, [
      prices.map(({ uuid }) => uuid),
      prices.map(({ currency }) => currency),
      prices.map(({ published }) => published),
      prices.map(({ min_amount }) => min_amount),
      prices.map(({ max_amount }) => max_amount),
    ]);
  }
}

function viewOf(product: StoredProduct) {
  const { handle, title, vendor, type, tags, status, description, variants } = product.state;
  const { document, card } = shopperDocuments(product);
  return {
    product_id: product.uuid, handle, published: status === 'published', title, vendor, type, tags,
    in_stock: product.inStock.size > 0, created_at: product.createdAt,
    words: folded([title, vendor, type, ...tags].join(' ')).slice(0, 5_000),
    named: folded(`${title} ${handle} ${variants.map(({ sku }) => sku ?? '').join(' ')}`).slice(0, 100_000),
    told: folded(plain(description)),
    etag: tagOf(document), document, card,
  };
}
