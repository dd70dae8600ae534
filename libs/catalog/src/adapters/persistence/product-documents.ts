import { hash } from 'node:crypto';
import type { VariantState } from '../../domain/variant.js';
import type { StoredProduct } from './product-rows.js';

/** More variants than this are left out of lists; the product itself shows all. */
export const VARIANTS_IN_LISTS = 100;

/** The option values as one title: `Small / Blue`; null where there are none. */
export const variantTitle = (optionValues: readonly string[]): string | null => optionValues.join(' / ') || null;

function variantFacts(variant: VariantState, inStock: boolean) {
  return {
    id: variant.id,
    title: variantTitle(variant.optionValues),
    sku: variant.sku,
    barcode: variant.barcode,
    option_values: variant.optionValues,
    position: variant.position,
    prices: variant.prices.map(({ amount, currency, compareAtAmount }) => ({ amount, currency, compare_at_amount: compareAtAmount })),
    in_stock: inStock,
    weight_grams: variant.weightGrams,
    image_url: variant.imageUrl,
    requires_shipping: variant.requiresShipping,
    taxable: variant.taxable,
  };
}

/** What a product costs in each currency: its cheapest and its dearest variant. */
export function priceRanges(variants: readonly VariantState[]) {
  const ranges = new Map<string, { currency: string; min_amount: number; max_amount: number }>();
  for (const { currency, amount } of variants.flatMap(({ prices }) => prices)) {
    const range = ranges.get(currency);
    if (!range) ranges.set(currency, { currency, min_amount: amount, max_amount: amount });
    else {
      range.min_amount = Math.min(range.min_amount, amount);
      range.max_amount = Math.max(range.max_amount, amount);
    }
  }
  return [...ranges.values()];
}

function productFacts({ state, inStock, createdAt, updatedAt }: StoredProduct, variants: readonly VariantState[], count: number) {
  return {
    id: state.id,
    handle: state.handle,
    title: state.title,
    description: state.description,
    vendor: state.vendor,
    type: state.type,
    tags: state.tags,
    options: state.options,
    images: state.images,
    price_ranges: priceRanges(variants),
    in_stock: inStock.size > 0,
    variants_count: count,
    variants: variants.map((variant) => variantFacts(variant, inStock.has(variant.id))),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

export const activeVariants = ({ state }: StoredProduct): VariantState[] => state.variants.filter(({ status }) => status === 'active');

/** The product as shoppers get it, and a shorter text for lists where it has very many variants. */
export function shopperDocuments(product: StoredProduct): { document: string; card: string | null } {
  const variants = activeVariants(product);
  const facts = productFacts(product, variants, variants.length);
  const card = variants.length > VARIANTS_IN_LISTS ? JSON.stringify({ ...facts, variants: facts.variants.slice(0, VARIANTS_IN_LISTS) }) : null;
  return { document: JSON.stringify(facts), card };
}

/** The product as its makers see it: with what is archived, its status and its version. */
export function makerDocument(product: StoredProduct) {
  const { state, inStock } = product;
  const { variants: _, ...facts } = productFacts(product, state.variants, state.variants.length);
  const variants = state.variants.map((variant) => ({ ...variantFacts(variant, inStock.has(variant.id)), status: variant.status }));
  return { ...facts, variants, status: state.status, version: state.version };
}

/** One variant with enough of its product to be shown alone. */
export function variantDocument(product: StoredProduct, variant: VariantState): string {
  const { id, handle, title } = product.state;
  return JSON.stringify({ ...variantFacts(variant, product.inStock.has(variant.id)), product: { id, handle, title } });
}

/** A strong entity tag of a text. */
export const tagOf = (text: string): string => `"${hash('sha256', text, 'base64url').slice(0, 22)}"`;

/** Lower case without accents: how texts and search words are compared. */
export const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** HTML without its tags, for search. */
export const plain = (html: string): string => html.replaceAll(/<[^<>]*>/g, ' ').replaceAll(/&\w+;/g, ' ').slice(0, 20_000);
