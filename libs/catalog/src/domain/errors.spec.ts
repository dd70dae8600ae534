import { expectRefusal, refusals } from '../../../../test/support/problems.js';
import { HandleTaken, ImportNotFound, InvalidProduct, ProductNotFound, SkuTaken, UnreadableFile } from './errors.js';

describe('what the catalog refuses', () => {
  it.each(refusals(
    ['product-not-found', 'not-found', new ProductNotFound()],
    ['invalid-product', 'refused', new InvalidProduct('Two variants are the same.')],
    ['handle-taken', 'conflict', new HandleTaken('shirt'), { handle: 'shirt' }],
    ['sku-taken', 'conflict', new SkuTaken('S-1'), { sku: 'S-1' }],
    ['unreadable-file', 'refused', new UnreadableFile('missing-columns', 'The file lacks columns.'), { reason: 'missing-columns' }],
    ['import-not-found', 'not-found', new ImportNotFound()],
  ))('$code', ({ refused }) => expectRefusal(refused));

  it('with the words that name what is meant', () => {
    expect([new HandleTaken('shirt'), new SkuTaken('S-1')].map(({ message }) => message)).toEqual([expect.stringContaining('"shirt"'), expect.stringContaining('"S-1"')]);
  });
});
