import { InvalidProduct } from './errors.js';

export const PRODUCT_STATUSES = ['draft', 'published', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

export interface ProductImage {
  readonly url: string;
  readonly alt: string | null;
  readonly position: number;
}

/** The facts of a product that its makers state. */
export interface ProductDetails {
  /** Names the product in addresses: lower case letters, digits, `-` and `_`. */
  readonly handle: string;
  readonly title: string;
  /** HTML. */
  readonly description: string;
  readonly vendor: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly status: ProductStatus;
  readonly images: readonly ProductImage[];
}

export const MAX_OPTIONS = 3;
/** Shopify's own limit, so that every one of its catalogs fits. */
export const MAX_VARIANTS = 2_000;
export const MAX_TAGS = 250;
export const MAX_IMAGES = 250;
const HANDLE = /^[a-z0-9]([a-z0-9_-]{0,253}[a-z0-9])?$/;

/** Whether the text can name a product in an address. */
export const isHandle = (text: string): boolean => HANDLE.test(text);

/** @throws InvalidProduct that names the first rule that is broken. */
export function checkedDetails(details: ProductDetails): ProductDetails {
  if (!isHandle(details.handle)) {
    throw new InvalidProduct(`A handle has lower case letters, digits, - and _, 255 at most: not "${details.handle}".`);
  }
  if (details.title.trim() === '' || details.title.length > 255) throw new InvalidProduct('A title has 1 to 255 characters.');
  const tags = [...new Set(details.tags.map((tag) => tag.trim()).filter(Boolean))];
  if (tags.length > MAX_TAGS) throw new InvalidProduct(`A product has at most ${MAX_TAGS} tags.`);
  if (details.images.length > MAX_IMAGES) throw new InvalidProduct(`A product has at most ${MAX_IMAGES} images.`);
  const images = [...details.images].sort((a, b) => a.position - b.position).map((image, at) => ({ ...image, position: at + 1 }));
  return { ...details, tags, images };
}

/** @throws InvalidProduct when option names repeat, are empty, or are too many. */
export function checkedOptionNames(names: readonly string[]): readonly string[] {
  if (names.length > MAX_OPTIONS) throw new InvalidProduct(`A product has at most ${MAX_OPTIONS} options.`);
  if (names.some((name) => name.trim() === '')) throw new InvalidProduct('Every option has a name.');
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    throw new InvalidProduct('No two options of a product have the same name.');
  }
  return names;
}
