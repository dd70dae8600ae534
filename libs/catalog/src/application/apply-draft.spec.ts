import { newId } from '@holdfast/kernel';
import { Product } from '../domain/product.js';
import { PLAIN_VARIANT } from '../domain/variant.js';
import { applyDraft } from './apply-draft.js';
import type { ProductDraft, VariantDraft } from './product-file.js';

const row = (value: string, more: Partial<VariantDraft['details']> = {}, rest: Partial<VariantDraft> = {}): VariantDraft => ({
  line: 2, details: { optionValues: [value], ...more }, amount: 2_500, compareAtAmount: null, ...rest,
});
const draft = (...variants: VariantDraft[]): ProductDraft => ({
  handle: 'pier-shirt', line: 2, lastLine: 9, rows: 1, details: { title: 'Pier Shirt' }, optionNames: ['Size'], images: [], variants, faults: [],
});
const image = (url: string, alt: string | null = null, position: number | null = null) => ({ url, alt, position });
const euros = (amount: number, compareAtAmount: number | null = null) => ({ currency: 'EUR', amount, compareAtAmount });

/** A product of the sizes S and M; M has the SKU "M-1" and costs dollars as well. */
function shirt(): Product {
  const variants = [
    { ...PLAIN_VARIANT, id: newId('var'), optionValues: ['S'], prices: [euros(2_500)] },
    { ...PLAIN_VARIANT, id: newId('var'), optionValues: ['M'], sku: 'M-1', weightGrams: 200, prices: [euros(2_500), { ...euros(3_000), currency: 'USD' }] },
  ];
  const images = [{ url: 'front', alt: 'Front', position: 1 }, { url: 'back', alt: null, position: 2 }];
  const product = Product.create(newId('prod'), { handle: 'pier-shirt', title: 'Pier Shirt', description: 'Blue', vendor: 'Mole', type: '', tags: ['new'], status: 'draft', images }, ['Size'], variants);
  product.takeEvents();
  return product;
}
const sizes = (product: Product | undefined) => product!.snapshot().variants.map(({ optionValues: [size], position, sku }) => `${position} ${size} ${sku}`);

describe('a product of a file that the shop does not have', () => {
  it('is made, for sale unless the file says otherwise, with the stock to begin with', () => {
    const rows = [row('S', { sku: 'S-1', taxable: false }, { quantity: 7, compareAtAmount: 3_000 }), row('M'), row('L', {}, { quantity: 0 })];
    const owners = new Map<string, string>();
    const { outcome, product, stock, faults } = applyDraft({ ...draft(...rows), images: [image('back', 'Back'), image('front', null, 9), image('side')] }, undefined, 'EUR', owners);
    const { variants, images, ...made } = product!.snapshot();

    expect([outcome, faults]).toEqual(['created', []]);
    expect(made).toMatchObject({ handle: 'pier-shirt', title: 'Pier Shirt', description: '', vendor: '', type: '', tags: [], status: 'published', version: 1, options: [{ name: 'Size', values: ['S', 'M', 'L'] }] });
    expect(variants[0]).toEqual({ ...PLAIN_VARIANT, id: variants[0]!.id, optionValues: ['S'], sku: 'S-1', taxable: false, position: 1, prices: [euros(2_500, 3_000)] });
    expect(images).toEqual([{ url: 'back', alt: 'Back', position: 1 }, { url: 'side', alt: null, position: 2 }, { url: 'front', alt: null, position: 3 }]);
    expect(stock).toEqual([{ variantId: variants[0]!.id, quantity: 7 }, { variantId: variants[2]!.id, quantity: 0 }]);
    expect([...owners]).toEqual([['S-1', product!.id]]);
    expect(applyDraft({ ...draft(row('S')), details: { title: 'Pier Shirt', status: 'draft' } }, undefined, 'EUR', new Map()).product!.snapshot().status).toBe('draft');
  });

  it('is left out when it would break a rule, and then owns no SKU', () => {
    const owners = new Map<string, string>();

    expect(applyDraft(draft(row('S', { sku: 'S-1' }), row('S')), undefined, 'EUR', owners)).toEqual({
      outcome: 'failed', stock: [], faults: [{ line: 2, code: 'invalid-product', message: 'No two variants of a product have the same option values.' }],
    });
    expect(owners.size).toBe(0);
  });

  it('is left out when another product has one of its SKUs; the row is named', () => {
    const owners = new Map([['M-1', newId('prod') as string]]);

    expect(applyDraft(draft(row('S', { sku: 'S-1' }), row('M', { sku: 'M-1' }, { line: 3 })), undefined, 'EUR', owners)).toEqual({
      outcome: 'failed', stock: [], faults: [{ line: 3, code: 'sku-taken', message: 'Another product has the SKU "M-1".', column: 'Variant SKU', value: 'M-1' }],
    });
  });
});

describe('a product of a file that the shop has', () => {
  it('keeps what the file does not name', () => {
    const product = shirt();
    const before = product.snapshot();
    const { outcome, stock } = applyDraft({ ...draft(row('S', {}, { amount: 1_900 })), details: { description: 'Green' } }, product, 'EUR', new Map());
    const after = product.snapshot();

    expect([outcome, stock]).toEqual(['updated', []]);
    expect(after).toEqual({ ...before, description: 'Green', version: 2, variants: [{ ...before.variants[0]!, prices: [euros(1_900)] }, before.variants[1]] });
  });

  it('is unchanged when the file says what is known', () => {
    const product = shirt();

    expect(applyDraft(draft(row('S'), row('M', { sku: 'M-1' })), product, 'EUR', new Map([['M-1', product.id as string]]))).toMatchObject({ outcome: 'unchanged', stock: [], faults: [] });
    expect(product.takeEvents()).toEqual([]);
  });

  it('has its variants found by SKU, else by their values, each once', () => {
    const product = shirt();
    applyDraft(draft(row('Medium', { sku: 'M-1' }), row('S', { sku: 'S-1' })), product, 'EUR', new Map());

    expect(sizes(product)).toEqual(['1 S S-1', '2 Medium M-1']);
    expect(applyDraft(draft(row('S'), row('S')), shirt(), 'EUR', new Map())).toMatchObject({ outcome: 'failed', faults: [{ line: 2, code: 'invalid-product' }] });
    expect(applyDraft(draft(row('M', { sku: 'M-1' }), row('L', { sku: 'M-1' })), shirt(), 'EUR', new Map())).toMatchObject({ outcome: 'failed', faults: [{ message: 'No two variants have the same SKU.' }] });
  });

  it('gets new variants after those that it has, with their stock, and no stock for those', () => {
    const product = shirt();
    const owners = new Map<string, string>();
    const { outcome, stock } = applyDraft(draft(row('L', { sku: 'L-1' }, { quantity: 3 }), row('M', {}, { quantity: 5 }), row('XL', {}, { quantity: 4 })), product, 'EUR', owners);
    const [, , large, larger] = product.snapshot().variants;

    expect(sizes(product)).toEqual(['1 S null', '2 M M-1', '3 L L-1', '4 XL null']);
    expect([outcome, stock]).toEqual(['updated', [{ variantId: large!.id, quantity: 3 }, { variantId: larger!.id, quantity: 4 }]]);
    expect([...owners]).toEqual([['L-1', product.id]]);
  });

  it('has its prices in other currencies left alone', () => {
    const product = shirt();
    applyDraft(draft(row('M', {}, { amount: 2_000, compareAtAmount: 2_500 })), product, 'EUR', new Map());

    expect(product.snapshot().variants[1]!.prices).toEqual([euros(2_000, 2_500), { ...euros(3_000), currency: 'USD' }]);
  });

  it('keeps its options where the file names none, and the places and texts of its images', () => {
    const product = shirt();
    applyDraft({ ...draft(row('S')), optionNames: [], images: [image('side', 'Side'), image('back', 'Back', 1), image('front')] }, product, 'EUR', new Map());

    expect(product.snapshot()).toMatchObject({
      options: [{ name: 'Size' }], images: [{ url: 'front', alt: 'Front', position: 1 }, { url: 'back', alt: 'Back', position: 2 }, { url: 'side', alt: 'Side', position: 3 }],
    });
    applyDraft({ ...draft(row('S')), optionNames: ['Fit'] }, product, 'EUR', new Map());
    expect(product.snapshot().options).toMatchObject([{ name: 'Fit' }]);
  });
});
