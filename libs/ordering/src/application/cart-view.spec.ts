import type { SellableVariant } from '@holdfast/catalog';
import { newId } from '@holdfast/kernel';
import { LinePricer } from '../domain/basket-pricer.js';
import type { CartSnapshot } from '../domain/cart.js';
import { cartView } from './cart-view.js';

const line = (quantity: number, unitPrice: number): CartSnapshot['lines'][number] => ({ id: newId('line'), variantId: newId('var'), quantity, unitPrice }) as CartSnapshot['lines'][number];
const sold = ({ variantId }: { readonly variantId: SellableVariant['variantId'] }, amount: number, changes: Partial<SellableVariant> = {}): [string, SellableVariant] => [
  variantId, { variantId, productId: newId('prod'), handle: 'pier-shirt', title: 'Pier Shirt', variantTitle: 'M', sku: 'M-1', imageUrl: 'front', price: { amount, currency: 'EUR' }, ...changes },
];
const cart = (...lines: CartSnapshot['lines'][number][]): CartSnapshot => ({
  id: newId('cart'), status: 'open', currency: 'EUR', email: 'ada@shop.test', shippingAddress: null, billingAddress: null, metadata: { gift: 'yes' }, lines, customerId: null, mergedInto: null, version: 3,
}) as CartSnapshot;

describe('a cart, as its shopper sees it', () => {
  it('is at the prices of now, and tells which changed', () => {
    const [same, dearer] = [line(2, 1_000), line(1, 500)];
    const view = cartView(cart(same, dearer), new Map([sold(same, 1_000), sold(dearer, 700)]), new LinePricer());

    expect(view.lines.map(({ unit_price, total }) => [unit_price?.amount, total?.amount])).toEqual([[1_000, 2_000], [700, 700]]);
    expect([view.subtotal, view.total, view.problems]).toEqual([{ amount: 2_700, currency: 'EUR' }, { amount: 2_700, currency: 'EUR' }, [{ code: 'price-changed', line_id: dearer.id }]]);
  });

  it('keeps a line that is not sold any more in its place, without a price; it does not count, and the others keep theirs', () => {
    const [gone, there] = [line(4, 900), line(2, 300)];
    const view = cartView(cart(gone, there), new Map([sold(there, 300)]), new LinePricer());

    expect(view.lines).toEqual([
      { id: gone.id, variant_id: gone.variantId, product_id: null, product_handle: null, title: null, variant_title: null, sku: null, image_url: null, quantity: 4, unit_price: null, total: null },
      {
        id: there.id, variant_id: there.variantId, product_id: expect.stringMatching(/^prod_/), product_handle: 'pier-shirt', title: 'Pier Shirt', variant_title: 'M', sku: 'M-1', image_url: 'front',
        quantity: 2, unit_price: { amount: 300, currency: 'EUR' }, total: { amount: 600, currency: 'EUR' },
      },
    ]);
    expect([view.total.amount, view.problems]).toEqual([600, [{ code: 'variant-unavailable', line_id: gone.id }]]);
  });

  it('says the rest as it stands', () => {
    const empty = cart();

    expect(cartView(empty, new Map(), new LinePricer())).toEqual({
      id: empty.id, status: 'open', currency: 'EUR', email: 'ada@shop.test', shipping_address: null, billing_address: null, metadata: { gift: 'yes' }, lines: [],
      subtotal: { amount: 0, currency: 'EUR' }, total: { amount: 0, currency: 'EUR' }, problems: [], customer_id: null, merged_into: null, version: 3,
    });
  });
});
