/** What is on the shelves of both sides: a thousand products of one variant, and a hot one at the end. */

export const PRODUCTS = 1_000;
export const STOCK = 1_000_000;
export const HOT_STOCK = 10_000_000;
export const CURRENCY = 'EUR';

/** A product of the floor: the document that Holdfast answers, byte for byte, and what its checkout needs. */
export interface Product {
  readonly createdAt: string;
  readonly document: string;
  readonly title: string;
  readonly price: number;
}

export interface Draft {
  readonly title: string;
  readonly handle: string;
  readonly description: string;
  readonly vendor: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly sku: string;
  readonly price: number;
}

export function drafts(): Draft[] {
  const draft = (number: number): Draft => ({
    title: number === PRODUCTS ? 'The one that everybody wants' : `Bench product ${number}`,
    handle: `bench-product-${number}`,
    description: `<p>Number ${number} of the shelf. Woven in small runs, washed once, made to be repaired.</p>`,
    vendor: 'Bench & Sons',
    type: 'Shirt',
    tags: ['bench', number % 2 === 0 ? 'even' : 'odd'],
    sku: `BENCH-${number}`,
    price: 1_000 + (number % 90) * 100 + 99,
  });
  return Array.from({ length: PRODUCTS + 1 }, (_, number) => draft(number));
}

/** Documents as Holdfast would make them, for when it does not run. */
export function madeUpProducts(): Product[] {
  const start = Date.now() - PRODUCTS * 1000;
  return drafts().map((draft, number) => {
    const created_at = new Date(start + number * 1000).toISOString();
    const id = `prod_${String(number).padStart(26, '0')}`;
    const variant = {
      id: `var_${String(number).padStart(26, '0')}`,
      title: null,
      sku: draft.sku,
      barcode: null,
      option_values: [],
      position: 1,
      prices: [{ amount: draft.price, currency: CURRENCY, compare_at_amount: null }],
      in_stock: true,
      weight_grams: 0,
      image_url: null,
      requires_shipping: true,
      taxable: true,
    };
    const { sku: _, price, ...facts } = draft;
    const price_ranges = [{ currency: CURRENCY, min_amount: price, max_amount: price }];
    const document = { id, ...facts, options: [], images: [], price_ranges, in_stock: true };
    const rest = { variants_count: 1, variants: [variant], created_at, updated_at: created_at };
    return {
      createdAt: created_at,
      document: JSON.stringify({ ...document, ...rest }),
      title: draft.title,
      price,
    };
  });
}
