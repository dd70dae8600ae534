import { DomainError, newId } from '@holdfast/kernel';
import type { InitialStock } from '@holdfast/inventory';
import { type NewVariant, Product } from '../domain/product.js';
import type { ProductDetails, ProductImage } from '../domain/product-details.js';
import { combination, PLAIN_VARIANT, type Price, type VariantState } from '../domain/variant.js';
import type { ProductDraft, RowFault, VariantDraft } from './product-file.js';

/** What became of a product of a file. */
export interface Applied {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed';
  readonly product?: Product;
  /** First stock of the variants that were made. */
  readonly stock: readonly InitialStock[];
  readonly faults: readonly RowFault[];
}

/**
 * Takes a draft over into the product that has its handle, or makes one. Variants are found by SKU or else by option values;
 * what a file does not name stays. `owners` (SKU to product) is kept up to date.
 */
export function applyDraft(draft: ProductDraft, existing: Product | undefined, currency: string, owners: Map<string, string>): Applied {
  const id = existing?.id ?? newId('prod');
  const taken = draft.variants.find(({ details: { sku } }) => sku && (owners.get(sku) ?? id) !== id);
  if (taken) return failure(draft, 'sku-taken', `Another product has the SKU "${taken.details.sku}".`, taken);
  try {
    const applied = existing ? merged(draft, existing, currency) : made(draft, id, currency);
    for (const { details } of draft.variants) if (details.sku) owners.set(details.sku, id);
    return applied;
  } catch (error) {
    if (error instanceof DomainError) return failure(draft, error.problem.code, error.message);
    throw error;
  }
}

function failure(draft: ProductDraft, code: string, message: string, variant?: VariantDraft): Applied {
  const where = variant ? { column: 'Variant SKU', value: variant.details.sku ?? undefined } : {};
  return { outcome: 'failed', stock: [], faults: [{ line: variant?.line ?? draft.line, code, message, ...where }] };
}

function made(draft: ProductDraft, id: Product['id'], currency: string): Applied {
  const variants = draft.variants.map((variant) => newVariant(variant, currency));
  const details: ProductDetails = {
    title: '', description: '', vendor: '', type: '', tags: [], status: 'published',
    ...draft.details,
    handle: draft.handle,
    images: imagesWith([], draft),
  };
  const product = Product.create(id, details, draft.optionNames, variants);
  return { outcome: 'created', product, stock: stockOf(draft.variants, variants), faults: [] };
}

function merged(draft: ProductDraft, product: Product, currency: string): Applied {
  const state = product.snapshot();
  const variants = [...state.variants];
  const added: { draft: VariantDraft; variant: NewVariant }[] = [];
  const claimed = new Set<string>();
  for (const row of draft.variants) {
    const at = indexOf(row, variants, claimed);
    if (at === -1) added.push({ draft: row, variant: newVariant(row, currency) });
    else {
      claimed.add(variants[at]!.id);
      variants[at] = { ...variants[at]!, ...row.details, prices: pricesWith(variants[at]!.prices, row, currency) };
    }
  }
  const all: VariantState[] = [...variants, ...added.map(({ variant }, at) => ({ ...variant, position: variants.length + at + 1 }))];
  const details = { ...state, ...draft.details, images: imagesWith(state.images, draft) };
  product.revise(details, draft.optionNames.length > 0 || state.options.length === 0 ? draft.optionNames : state.options.map(({ name }) => name), all);
  const stock = stockOf(added.map((each) => each.draft), added.map((each) => each.variant));
  return { outcome: product.version === state.version ? 'unchanged' : 'updated', product, stock, faults: [] };
}

/** By SKU where the row has one, else (or when nobody has it yet) by option values. */
function indexOf({ details }: VariantDraft, variants: readonly VariantState[], claimed: ReadonlySet<string>): number {
  const free = (variant: VariantState) => !claimed.has(variant.id);
  const bySku = details.sku ? variants.findIndex((variant) => variant.sku === details.sku && free(variant)) : -1;
  if (bySku !== -1) return bySku;
  const wanted = combination(details.optionValues);
  return variants.findIndex((variant) => combination(variant.optionValues) === wanted && free(variant));
}

function newVariant(row: VariantDraft, currency: string): NewVariant {
  return { ...PLAIN_VARIANT, ...row.details, id: newId('var'), prices: pricesWith([], row, currency) };
}

/** A file states prices in one currency; those in others stay. */
function pricesWith(prices: readonly Price[], { amount, compareAtAmount }: VariantDraft, currency: string): Price[] {
  return [...prices.filter((price) => price.currency !== currency), { currency, amount, compareAtAmount }];
}

/** The file's images in its order, then those that it does not name. */
function imagesWith(images: readonly ProductImage[], draft: ProductDraft): ProductImage[] {
  const byUrl = new Map(images.map((image) => [image.url, image]));
  let last = images.reduce((max, { position }) => Math.max(max, position), 0);
  for (const { url, alt, position } of draft.images) {
    const known = byUrl.get(url);
    byUrl.set(url, { url, alt: alt ?? known?.alt ?? null, position: known?.position ?? position ?? ++last });
  }
  return [...byUrl.values()];
}

function stockOf(drafts: readonly VariantDraft[], variants: readonly NewVariant[]): InitialStock[] {
  return drafts.flatMap(({ quantity }, at) => (quantity === undefined ? [] : [{ variantId: variants[at]!.id, quantity }]));
}
