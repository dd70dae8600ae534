import { MAX_AMOUNT } from '@holdfast/kernel';
import { InvalidProduct } from './errors.js';
import { checkedPrices, PLAIN_VARIANT } from './variant.js';

const euros = (amount: number, compareAtAmount: number | null = null) => [{ currency: 'EUR', amount, compareAtAmount }];

describe('the prices of a variant', () => {
  it.each([0, 1, MAX_AMOUNT])('may be %d, and so may those before', (amount) => {
    expect(checkedPrices(euros(amount))).toEqual(euros(amount));
    expect(checkedPrices(euros(5, amount))).toEqual(euros(5, amount));
  });

  it.each([-1, 0.5, MAX_AMOUNT + 1, Number.NaN])('are never %d, nor are those before', (amount) => {
    expect(() => checkedPrices(euros(amount))).toThrow(InvalidProduct);
    expect(() => checkedPrices(euros(5, amount))).toThrow(InvalidProduct);
  });
});

test('A variant of which nothing is said is for sale, taxed and shipped, and costs nothing yet', () => {
  expect(PLAIN_VARIANT).toEqual({ sku: null, barcode: null, optionValues: [], weightGrams: 0, imageUrl: null, requiresShipping: true, taxable: true, status: 'active' });
});
