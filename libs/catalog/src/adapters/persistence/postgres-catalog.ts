import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { Catalog, type SellableVariant, type VariantId } from '../../catalog.js';
import { variantTitle } from './product-documents.js';

interface Row {
  readonly id: string;
  readonly product_id: string;
  readonly handle: string;
  readonly title: string;
  readonly option_values: string[];
  readonly sku: string | null;
  readonly image_url: string | null;
  readonly amount: number;
}

const SELLABLE = statement(
  'catalog.sellable',
  `select v.id, v.product_id, p.handle, p.title, v.option_values, v.sku, coalesce(v.image_url, p.images->0->>'url') as image_url, r.amount
     from unnest($1::uuid[]) as wanted(id)
     join catalog.variants v on v.id = wanted.id and v.status = 'active'
     join catalog.products p on p.id = v.product_id and p.status = 'published'
     join catalog.prices r on r.variant_id = v.id and r.currency = $2`,
);

@Injectable()
export class PostgresCatalog extends Catalog {
  constructor(private readonly database: Database) {
    super();
  }

  async sellable(variantIds: readonly VariantId[], currency: string): Promise<Map<VariantId, SellableVariant>> {
    if (variantIds.length === 0) return new Map();
    const rows = await this.database.query<Row>(SELLABLE, [variantIds.map(toUuid), currency]);
    return new Map(rows.map((row) => [toId('var', row.id), sellable(row, currency)]));
  }
}

function sellable(row: Row, currency: string): SellableVariant {
  return {
    variantId: toId('var', row.id),
    productId: toId('prod', row.product_id),
    handle: row.handle,
    title: row.title,
    variantTitle: variantTitle(row.option_values),
    sku: row.sku,
    imageUrl: row.image_url,
    price: { amount: row.amount, currency },
  };
}
