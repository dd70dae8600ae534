import { newId } from '@holdfast/kernel';
import { InvalidProduct, ProductNotFound } from './errors.js';
import { PRICES_CHANGED, PRODUCT_ARCHIVED, PRODUCT_CREATED, PRODUCT_PUBLISHED, PRODUCT_UNPUBLISHED, PRODUCT_UPDATED } from './events.js';
import { type NewVariant, Product } from './product.js';
import type { ProductDetails } from './product-details.js';
import { PLAIN_VARIANT } from './variant.js';

const details: ProductDetails = { handle: 'pier-shirt', title: 'Pier Shirt', description: '', vendor: '', type: '', tags: [], status: 'draft', images: [] };
const variant = (...optionValues: string[]): NewVariant => ({ ...PLAIN_VARIANT, optionValues, id: newId('var'), prices: [] });
const product = (changes: Partial<ProductDetails> = {}, names = ['Size'], variants = [variant('S'), variant('M')]) =>
  Product.create(newId('prod'), { ...details, ...changes }, names, variants);

test('A product lists the values of its options in the order of its variants', () => {
  const made = product({}, ['Size', 'Color'], [variant('M', 'Red'), variant('S', 'Red'), variant('M', 'Blue')]);

  expect(made.snapshot().options).toEqual([{ name: 'Size', values: ['M', 'S'] }, { name: 'Color', values: ['Red', 'Blue'] }]);
});

test.each<[string, () => Product]>([
  ['two variants of the same values', () => product({}, ['Size'], [variant('S'), variant('S')])],
  ['a variant without a value', () => product({}, ['Size'], [variant()])],
  ['a variant with an empty value', () => product({}, ['Size'], [variant(' ')])],
  ['a variant with one value, and an empty one', () => product({}, ['Size', 'Color'], [variant('S', ' ')])],
  ['a value without an option', () => product({}, [], [variant('S')])],
  ['no variant', () => product({}, [], [])],
  ['four options', () => product({}, ['a', 'b', 'c', 'd'], [variant('1', '2', '3', '4')])],
  ['two options of the same name', () => product({}, ['Size', 'size'], [variant('S', 'S')])],
  ['more than 2,000 variants', () => product({}, ['Size'], Array.from({ length: 2_001 }, (_, at) => variant(String(at))))],
  ['the same SKU twice', () => product({}, ['Size'], [{ ...variant('S'), sku: 'A' }, { ...variant('M'), sku: 'A' }])],
  ['a handle that fits in no address', () => product({ handle: 'Pier Shirt' })],
  ['an empty title', () => product({ title: ' ' })],
  ['a negative price', () => product({}, [], [{ ...variant(), prices: [{ currency: 'EUR', amount: -1, compareAtAmount: null }] }])],
  ['two prices in one currency', () => product({}, [], [{ ...variant(), prices: [1, 2].map((amount) => ({ currency: 'EUR', amount, compareAtAmount: null })) }])],
])('There is no product with %s', (_name, make) => {
  expect(make).toThrow(InvalidProduct);
});

test('Each change is one version and one event, and the same again is none', () => {
  const made = product();
  made.update({ title: 'Pier Shirt II' });
  made.update({ title: 'Pier Shirt II' });
  made.update({ status: 'published', title: 'Pier Shirt III' });
  made.update({ status: 'draft' });
  made.archive();
  made.archive();

  const events = made.takeEvents();
  expect(events.map(({ type, version }) => [type, version])).toEqual([
    [PRODUCT_CREATED, 1], [PRODUCT_UPDATED, 2], [PRODUCT_PUBLISHED, 3], [PRODUCT_UNPUBLISHED, 4], [PRODUCT_ARCHIVED, 5],
  ]);
  expect(events[2]).toMatchObject({ from: 'draft', to: 'published' });
  expect(made.takeEvents()).toEqual([]);
});

test('A change tells what changed: the status where that is the news, the product by its id and handle always', () => {
  const made = product({ status: 'published' });
  made.update({ title: 'Pier Shirt II' });
  const payload = { product_id: made.id, handle: 'pier-shirt' };

  expect(made.takeEvents()).toEqual([
    { type: PRODUCT_PUBLISHED, subject: made.id, version: 1, from: null, to: 'published', payload },
    { type: PRODUCT_UPDATED, subject: made.id, version: 2, payload },
  ]);
});

test('Variants are numbered from one, a new one is the last, and a change of one leaves the others alone', () => {
  const made = product();
  const [small, medium] = made.snapshot().variants;
  made.addVariant(variant('L'));
  made.updateVariant(medium!.id, { sku: 'M-1' });

  expect(made.snapshot().variants.map(({ optionValues, position, sku }) => [optionValues[0], position, sku])).toEqual([['S', 1, null], ['M', 2, 'M-1'], ['L', 3, null]]);
  expect(made.snapshot().variants[0]).toEqual(small);
});

test('A product has 2,000 variants and no more', () => {
  const made = product({}, ['Size'], Array.from({ length: 2_000 }, (_, at) => variant(String(at))));

  expect(made.snapshot().variants).toHaveLength(2_000);
  expect(() => made.addVariant(variant('another'))).toThrow(InvalidProduct);
});

test('A change that breaks a rule changes nothing at all', () => {
  const made = product();
  const before = made.snapshot();

  expect(() => made.addVariant(variant('S'))).toThrow(InvalidProduct);
  expect(() => made.updateVariant(newId('var'), {})).toThrow(ProductNotFound);

  expect(made.snapshot()).toEqual(before);
  expect(made.takeEvents()).toHaveLength(1);
});

test('Prices are replaced as a whole, sorted by currency', () => {
  const made = product();
  const { id } = made.snapshot().variants[0]!;
  const price = (currency: string) => ({ currency, amount: 100, compareAtAmount: null });
  made.takeEvents();

  made.setPrices(id, [price('USD'), price('EUR')]);
  made.setPrices(id, [price('EUR'), price('USD')]);

  expect(made.snapshot().variants[0]!.prices.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
  expect(made.takeEvents()).toMatchObject([{ type: PRICES_CHANGED, version: 2, payload: { variant_id: id } }]);
});

test('The same prices of a variant again are no change, whatever the order of their keys', () => {
  const made = product();
  const { id } = made.snapshot().variants[1]!;
  made.setPrices(id, [{ currency: 'EUR', amount: 100, compareAtAmount: null }]);
  made.takeEvents();

  made.setPrices(id, [{ compareAtAmount: null, amount: 100, currency: 'EUR' }]);

  expect(made.takeEvents()).toEqual([]);
  expect(made.snapshot().variants.map(({ prices }) => prices.length)).toEqual([0, 1]);
});

test('A product that was stored and read again takes the same verbs', () => {
  const made = product();

  const read = Product.restore(JSON.parse(JSON.stringify(made.snapshot())));
  read.update({});

  expect(read.snapshot()).toEqual(made.snapshot());
  expect(read.takeEvents()).toEqual([]);
});
