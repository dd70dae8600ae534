import { Injectable } from '@nestjs/common';
import { toId } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { ProductImage, ProductOption, ProductStatus } from '../../domain/product-details.js';
import type { ProductState } from '../../domain/product.js';
import type { VariantState } from '../../domain/variant.js';

interface PriceRow {
  readonly currency: string;
  readonly amount: number;
  readonly compareAtAmount: number | null;
}

interface VariantRow {
  readonly id: string;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly optionValues: string[];
  readonly position: number;
  readonly weightGrams: number;
  readonly imageUrl: string | null;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly status: 'active' | 'archived';
  readonly inStock: boolean;
  readonly prices: PriceRow[];
}

interface ProductRow {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  readonly vendor: string;
  readonly type: string;
  readonly tags: string[];
  readonly status: ProductStatus;
  readonly options: ProductOption[];
  readonly images: ProductImage[];
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly variants: VariantRow[];
}

/** A product as it is stored, with what only shoppers need to know. */
export interface StoredProduct {
  readonly uuid: string;
  readonly state: ProductState;
  readonly inStock: ReadonlySet<string>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const timestamp = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

const READ = statement(
  'catalog.read-products',
  `select p.id, p.handle, p.title, p.description, p.vendor, p.type, p.tags, p.status, p.options, p.images, p.version,
          ${timestamp('created_at')}, ${timestamp('updated_at')}, v.variants
     from catalog.products p
     left join lateral (
       select json_agg(json_build_object(
                'id', v.id, 'sku', v.sku, 'barcode', v.barcode, 'optionValues', v.option_values, 'position', v.position,
                'weightGrams', v.weight_grams, 'imageUrl', v.image_url, 'requiresShipping', v.requires_shipping,
                'taxable', v.taxable, 'status', v.status, 'inStock', v.in_stock,
                'prices', (select coalesce(json_agg(json_build_object('currency', r.currency, 'amount', r.amount,
                                   'compareAtAmount', r.compare_at_amount) order by r.currency), '[]')
                             from catalog.prices r where r.variant_id = v.id)) order by v.position) as variants
         from catalog.variants v where v.product_id = p.id) v on true
    where p.id = any($1::uuid[])`,
);

/** Reads products whole, however many, in one statement. */
@Injectable()
export class ProductRows {
  constructor(private readonly database: Database) {}

  async read(uuids: readonly string[]): Promise<StoredProduct[]> {
    const rows = await this.database.query<ProductRow>(READ, [uuids]);
    return rows.map(storedProduct);
  }
}

function storedProduct({ id, created_at, updated_at, variants, ...details }: ProductRow): StoredProduct {
  const states = (variants ?? []).map(variantState);
  const inStock = new Set(states.filter((_, at) => variants[at]!.inStock && variants[at]!.status === 'active').map((state) => state.id));
  return { uuid: id, state: { ...details, id: toId('prod', id), variants: states }, inStock, createdAt: created_at, updatedAt: updated_at };
}

function variantState({ inStock: _, ...variant }: VariantRow): VariantState {
  return { ...variant, id: toId('var', variant.id) };
}
