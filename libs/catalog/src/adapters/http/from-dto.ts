import type { ProductDetails } from '../../domain/product-details.js';
import { PLAIN_VARIANT, type Price, type VariantDetails } from '../../domain/variant.js';
import type { NewProductDto, NewVariantDto, PriceDto, ProductChangesDto, VariantChangesDto } from './product.dto.js';

export const pricesOf = (prices: readonly PriceDto[] = []): Price[] =>
  prices.map(({ amount, currency, compare_at_amount }) => ({ amount, currency, compareAtAmount: compare_at_amount ?? null }));

/** Fields that are not there stay as they are; null clears what may be empty and is passed over elsewhere. */
export function variantChanges(dto: VariantChangesDto): Partial<VariantDetails> {
  const clearable = { sku: dto.sku, barcode: dto.barcode, imageUrl: dto.image_url };
  const others = {
    optionValues: dto.option_values, weightGrams: dto.weight_grams, requiresShipping: dto.requires_shipping,
    taxable: dto.taxable, status: dto.status,
  };
  return { ...given(clearable, undefined), ...given(others, undefined, null) };
}

export const newVariant = (dto: NewVariantDto) => ({ ...PLAIN_VARIANT, ...variantChanges(dto), prices: pricesOf(dto.prices ?? []) });

export function productChanges({ images, handle, title, description, vendor, type, tags, status }: ProductChangesDto): Partial<ProductDetails> {
  const shown = images?.map(({ url, alt }, at) => ({ url, alt: alt ?? null, position: at + 1 }));
  return given({ handle, title, description, vendor, type, tags, status, images: shown }, undefined, null);
}

export function newProduct(dto: NewProductDto): ProductDetails {
  const changes = productChanges(dto);
  return {
    description: '', vendor: '', type: '', tags: [], status: 'draft', images: [],
    ...changes,
    title: dto.title,
    handle: changes.handle ?? handleFrom(dto.title),
  };
}

/** `Café Mug, 0.4 l` becomes `cafe-mug-0-4-l`. */
function handleFrom(title: string): string {
  const ascii = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return ascii.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

function given<T extends object>(fields: T, ...without: unknown[]): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !without.includes(value))) as Partial<T>;
}
