import type { ProductDraft, RowFault, VariantDraft } from '../../application/product-file.js';
import { isHandle, MAX_IMAGES, MAX_VARIANTS, type ProductStatus } from '../../domain/product-details.js';
import type { Columns } from './columns.js';
import type { CsvRow } from '@holdfast/platform';
import { RowReader } from './row-reader.js';

const NAME_COLUMNS = ['option1Name', 'option2Name', 'option3Name'] as const;
const VALUE_COLUMNS = ['option1Value', 'option2Value', 'option3Value'] as const;
/** How Shopify writes that a product has no options. */
const NO_OPTION = 'Default Title';
const MAX_DESCRIPTION = 500_000;
/** Further faults of one product tell nothing new. */
const FAULTS_KEPT = 1_000;

/** Puts the rows of one handle together: the first tells of the product, each of a variant, of an image, or of both. */
export class DraftBuilder {
  #details: ProductDraft['details'] = {};
  #optionNames: string[] = [];
  #rows = 0;
  #lastLine: number;
  readonly #images: ProductDraft['images'][number][] = [];
  readonly #variants: VariantDraft[] = [];
  readonly #combinations = new Set<string>();
  readonly #faults: RowFault[] = [];

  /** `known`: the file has told of this product before, so that only its variants and images count. */
  constructor(
    private readonly columns: Columns,
    private readonly currency: string,
    private readonly handle: string,
    private readonly line: number,
    private readonly known: boolean,
  ) {
    this.#lastLine = line;
  }

  add(row: CsvRow): void {
    const reader = new RowReader(this.columns, row);
    if (reader.faults.length === 0) {
      if (this.#rows === 0) this.#readProduct(reader);
      this.#readImage(reader);
      this.#readVariant(reader);
    }
    this.#rows++;
    this.#lastLine = row.line;
    this.#faults.push(...reader.faults.slice(0, FAULTS_KEPT - this.#faults.length));
  }

  build(): ProductDraft {
    return {
      handle: this.handle, line: this.line, lastLine: this.#lastLine, rows: this.#rows, details: this.#details,
      optionNames: this.#optionNames, images: this.#images, variants: this.#variants, faults: this.#faults,
    };
  }

  #readProduct(reader: RowReader): void {
    if (this.handle === '') reader.fault('handle', 'missing-handle', 'Every row names its product by a handle.');
    else if (!isHandle(this.handle)) reader.fault('handle', 'invalid-handle', 'A handle has lower case letters, digits, - and _.');
    const names = NAME_COLUMNS.map((column) => reader.text(column));
    this.#optionNames = names.slice(0, names.findLastIndex((name) => name !== '') + 1);
    if (reader.text('option1Value') === NO_OPTION) this.#optionNames = [];
    if (this.known) return;
    const title = reader.text('title');
    if (title === '') reader.fault('title', 'missing-title', 'The first row of a product has its title.');
    const status = this.#status(reader);
    this.#details = {
      title,
      description: reader.text('description', MAX_DESCRIPTION),
      vendor: reader.text('vendor'),
      type: reader.text('type'),
      tags: reader.text('tags', 10_000).split(',').map((tag) => tag.trim()).filter(Boolean),
      ...(status ? { status } : {}),
    };
  }

  #status(reader: RowReader): ProductStatus | undefined {
    const published = reader.flag('published');
    const status = reader.text('status').toLowerCase();
    if (status === 'draft' || status === 'archived') return status;
    if (status !== '' && status !== 'active') reader.fault('status', 'invalid-status', 'The status is active, draft or archived.');
    if (published === undefined && status === '') return undefined;
    return published === false ? 'draft' : 'published';
  }

  #readImage(reader: RowReader): void {
    const url = reader.address('imageUrl');
    if (url === undefined) return;
    if (this.#images.length >= MAX_IMAGES) reader.fault('imageUrl', 'too-many-images', `A product has at most ${MAX_IMAGES} images.`);
    else this.#images.push({ url, alt: reader.text('imageAlt', 1_000) || null, position: reader.count('imagePosition') ?? null });
  }

  #readVariant(reader: RowReader): void {
    const values = VALUE_COLUMNS.map((column) => reader.text(column));
    const sku = reader.text('sku');
    const given = reader.amount('price', this.currency);
    const hasPrice = given !== null || reader.faults.some(({ code }) => code.endsWith('-amount'));
    if (!hasPrice && sku === '' && values.every((value) => value === '')) return;
    if (!hasPrice) reader.fault('price', 'missing-price', 'A variant has a price.');
    if (this.#variants.length >= MAX_VARIANTS) return reader.fault('handle', 'too-many-variants', `A product has at most ${MAX_VARIANTS} variants.`);
    const optionValues = this.#optionValues(reader, values);
    const combination = JSON.stringify(optionValues);
    if (this.#combinations.has(combination)) reader.fault('option1Value', 'duplicate-variant', 'Another row of the product has the same option values.');
    this.#combinations.add(combination);
    this.#variants.push({
      line: reader.line,
      details: { optionValues, ...this.#facts(reader, sku) },
      amount: given ?? 0,
      compareAtAmount: reader.amount('compareAt', this.currency),
      quantity: reader.count('quantity'),
    });
  }

  #facts(reader: RowReader, sku: string): Omit<VariantDraft['details'], 'optionValues'> {
    const facts = {
      sku: sku || undefined,
      barcode: reader.text('barcode') || undefined,
      weightGrams: reader.grams('grams'),
      imageUrl: reader.address('variantImage'),
      requiresShipping: reader.flag('requiresShipping'),
      taxable: reader.flag('taxable'),
    };
    return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
  }

  #optionValues(reader: RowReader, values: readonly string[]): string[] {
    if (values[0] === NO_OPTION) return [];
    const given = values.findLastIndex((value) => value !== '') + 1;
    if (this.known && this.#optionNames.length === 0) return values.slice(0, given);
    for (const [at, column] of VALUE_COLUMNS.entries()) {
      if (at < this.#optionNames.length && values[at] === '') reader.fault(column, 'missing-option-value', `The variant has no ${this.#optionNames[at] || 'value'}.`);
      if (at >= this.#optionNames.length && values[at] !== '') reader.fault(column, 'missing-option-name', 'There is a value, but the first row of the product names no option for it.');
    }
    return values.slice(0, this.#optionNames.length);
  }
}
