import type { DomainEvent } from '@holdfast/kernel';
import type { ProductId, VariantId } from '../catalog.js';
import { InvalidProduct, ProductNotFound } from './errors.js';
import { changeOf, PRICES_CHANGED } from './events.js';
import { checkedDetails, checkedOptionNames, MAX_VARIANTS, type ProductDetails, type ProductOption, type ProductStatus } from './product-details.js';
import { checkedPrices, combination, type Price, type VariantDetails, type VariantState } from './variant.js';

export interface ProductState extends ProductDetails {
  readonly id: ProductId;
  readonly options: readonly ProductOption[];
  readonly variants: readonly VariantState[];
  readonly version: number;
}

/** A variant to be made. */
export interface NewVariant extends VariantDetails {
  readonly id: VariantId;
  readonly prices: readonly Price[];
}

/**
 * A product with its variants: one aggregate, because "no two variants have the same option values" spans them. Each verb
 * that changes anything raises the version by one and leaves one event.
 */
export class Product {
  readonly #id: ProductId;
  #details: ProductDetails;
  #optionNames: readonly string[];
  #variants: readonly VariantState[];
  #version: number;
  #events: DomainEvent[] = [];

  private constructor(state: ProductState) {
    this.#id = state.id;
    this.#details = detailsOf(state);
    this.#optionNames = state.options.map(({ name }) => name);
    this.#variants = state.variants;
    this.#version = state.version;
  }

  /** @throws InvalidProduct */
  static create(id: ProductId, details: ProductDetails, optionNames: readonly string[], variants: readonly NewVariant[]): Product {
    const options = checkedOptionNames(optionNames).map((name) => ({ name, values: [] }));
    const product = new Product({ ...checkedDetails(details), id, options, variants: [], version: 0 });
    product.#variants = product.#checked(numbered(variants));
    product.#changed(null);
    return product;
  }

  static restore(state: ProductState): Product {
    return new Product(state);
  }

  get id(): ProductId {
    return this.#id;
  }

  get version(): number {
    return this.#version;
  }

  /** Replaces facts of the product; the same facts again change nothing. @throws InvalidProduct */
  update(changes: Partial<ProductDetails>): void {
    this.revise({ ...this.#details, ...changes }, this.#optionNames, this.#variants);
  }

  /** Takes the product out of the catalog. Orders that name it keep it. */
  archive(): void {
    this.update({ status: 'archived' });
  }

  /** @throws InvalidProduct */
  addVariant(variant: NewVariant): void {
    this.revise(this.#details, this.#optionNames, [...this.#variants, ...numbered([variant], this.#variants.length)]);
  }

  /** @throws ProductNotFound, InvalidProduct */
  updateVariant(id: VariantId, changes: Partial<VariantDetails>): void {
    const changed = { ...this.#variant(id), ...changes };
    this.revise(this.#details, this.#optionNames, this.#variants.map((variant) => (variant.id === id ? changed : variant)));
  }

  /** Replaces all prices of a variant. @throws ProductNotFound, InvalidProduct */
  setPrices(id: VariantId, prices: readonly Price[]): void {
    const changed = { ...this.#variant(id), prices: checkedPrices(prices) };
    if (same(changed, this.#variant(id))) return;
    this.#variants = this.#variants.map((variant) => (variant.id === id ? changed : variant));
    this.#version++;
    this.#events.push({ type: PRICES_CHANGED, subject: this.#id, version: this.#version, payload: { product_id: this.#id, variant_id: id } });
  }

  /** Replaces everything at once: one change, one version. The same again changes nothing. @throws InvalidProduct */
  revise(details: ProductDetails, optionNames: readonly string[], variants: readonly VariantState[]): void {
    const before = this.snapshot();
    const newDetails = checkedDetails(detailsOf(details));
    const newNames = checkedOptionNames(optionNames);
    const newVariants = this.#checked(variants, newNames);
    if (same([detailsOf(before), this.#optionNames, before.variants], [newDetails, newNames, newVariants])) return;
    this.#details = newDetails;
    this.#optionNames = newNames;
    this.#variants = newVariants;
    this.#changed(before.status);
  }

  /** The events since the last call. */
  takeEvents(): DomainEvent[] {
    return this.#events.splice(0);
  }

  snapshot(): ProductState {
    const options = this.#optionNames.map((name, at) => ({ name, values: [...new Set(this.#variants.map(({ optionValues }) => optionValues[at]!))] }));
    return { id: this.#id, ...this.#details, options, variants: this.#variants, version: this.#version };
  }

  #variant(id: VariantId): VariantState {
    const variant = this.#variants.find((each) => each.id === id);
    if (!variant) throw new ProductNotFound();
    return variant;
  }

  #checked(variants: readonly VariantState[], names = this.#optionNames): VariantState[] {
    if (variants.length === 0) throw new InvalidProduct('A product has at least one variant.');
    if (variants.length > MAX_VARIANTS) throw new InvalidProduct(`A product has at most ${MAX_VARIANTS} variants.`);
    const combinations = new Set<string>();
    for (const { optionValues } of variants) {
      if (optionValues.length !== names.length || optionValues.some((value) => value.trim() === '')) {
        throw new InvalidProduct(`Every variant has one value for each option (${names.join(', ') || 'none'}).`);
      }
      combinations.add(combination(optionValues));
    }
    if (combinations.size < variants.length) throw new InvalidProduct('No two variants of a product have the same option values.');
    const skus = variants.flatMap(({ sku }) => sku ?? []);
    if (new Set(skus).size < skus.length) throw new InvalidProduct('No two variants have the same SKU.');
    return variants.map((variant) => ({ ...variant, prices: checkedPrices(variant.prices) }));
  }

  #changed(from: ProductStatus | null): void {
    this.#version++;
    this.#events.push(changeOf({ id: this.#id, handle: this.#details.handle, version: this.#version }, from, this.#details.status));
  }
}

function numbered(variants: readonly NewVariant[], after = 0): VariantState[] {
  return variants.map((variant, at) => ({ ...variant, position: after + at + 1 }));
}

function detailsOf({ handle, title, description, vendor, type, tags, status, images }: ProductDetails): ProductDetails {
  return { handle, title, description, vendor, type, tags, status, images };
}

/** Both come with their keys in any order, so keys are sorted. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a, sortedKeys) === JSON.stringify(b, sortedKeys);

function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
