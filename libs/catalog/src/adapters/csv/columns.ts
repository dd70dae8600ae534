import { UnreadableFile } from '../../domain/errors.js';

/** Columns that are read, by the names that Shopify has given them over the years. All others are passed over. */
const NAMES = {
  handle: ['Handle', 'URL handle'],
  title: ['Title'],
  description: ['Body (HTML)', 'Description'],
  vendor: ['Vendor'],
  type: ['Type', 'Custom Product Type'],
  tags: ['Tags'],
  published: ['Published', 'Published on online store'],
  status: ['Status'],
  option1Name: ['Option1 Name'],
  option1Value: ['Option1 Value'],
  option2Name: ['Option2 Name'],
  option2Value: ['Option2 Value'],
  option3Name: ['Option3 Name'],
  option3Value: ['Option3 Value'],
  sku: ['Variant SKU', 'SKU'],
  grams: ['Variant Grams', 'Weight value (grams)'],
  quantity: ['Variant Inventory Qty', 'Inventory quantity'],
  price: ['Variant Price', 'Price'],
  compareAt: ['Variant Compare At Price', 'Compare-at price'],
  requiresShipping: ['Variant Requires Shipping', 'Requires shipping'],
  taxable: ['Variant Taxable', 'Charge tax'],
  barcode: ['Variant Barcode', 'Barcode'],
  imageUrl: ['Image Src', 'Product image URL'],
  imagePosition: ['Image Position'],
  imageAlt: ['Image Alt Text'],
  variantImage: ['Variant Image', 'Variant image URL'],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof NAMES;
const REQUIRED: readonly Column[] = ['handle', 'title', 'price'];

/** Where each column stands, under the name that this file gives it. */
export class Columns {
  readonly #at = new Map<Column, number>();

  /** @throws UnreadableFile that names all required columns that are missing. */
  constructor(readonly header: readonly string[]) {
    const given = header.map((name) => name.trim().toLowerCase());
    for (const column of Object.keys(NAMES) as Column[]) {
      const at = given.findIndex((name) => NAMES[column].some((known) => known.toLowerCase() === name));
      if (at !== -1) this.#at.set(column, at);
    }
    const missing = REQUIRED.filter((column) => !this.#at.has(column)).map((column) => NAMES[column][0]);
    if (missing.length > 0) throw new UnreadableFile('missing-columns', `The first line lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}.${separatorHint(header)}`);
  }

  /** The cell without blanks around it; empty where the file does not have the column. */
  cell(cells: readonly string[], column: Column): string {
    const at = this.#at.get(column);
    return at === undefined ? '' : (cells[at] ?? '').trim();
  }

  nameOf(column: Column): string {
    const at = this.#at.get(column);
    return at === undefined ? NAMES[column][0] : this.header[at]!.trim();
  }
}

function separatorHint(header: readonly string[]): string {
  if (header.length > 2) return '';
  for (const [separator, name] of [[';', 'semicolons'], ['\t', 'tabs'], ['|', 'bars']] as const) {
    if (header.join(',').split(separator).length > 2) return ` It seems to be separated by ${name}: save the file with commas.`;
  }
  return '';
}
