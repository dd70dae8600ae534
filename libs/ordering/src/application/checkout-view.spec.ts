import { newId } from '@holdfast/kernel';
import type { Checkout, CheckoutStatus } from '../domain/checkout.js';
import { checkoutView } from './checkout-view.js';

const money = (amount: number) => ({ amount, currency: 'EUR' });
const checkout = (status: CheckoutStatus): Checkout => ({
  id: newId('chk'), cartId: newId('cart'), status, email: 'ada@shop.test', shippingAddress: null, billingAddress: null, subtotal: money(900), total: money(1_000),
  lines: [{ id: newId('line'), variantId: newId('var'), productId: newId('prod'), title: 'Pier Shirt', variantTitle: null, sku: 'M-1', quantity: 3, unitPrice: 300, total: 900 }],
  expiresAt: new Date('2026-01-31T10:10:00Z'), createdAt: new Date('2026-01-31T10:00:00Z'), askedBy: null, attempts: 1, tendered: 0, version: 2,
}) as Checkout;
const redirect = { type: 'redirect', url: 'https://gateway.test/3ds' } as never;

describe('a checkout, as its shopper sees it', () => {
  it.each<[CheckoutStatus, readonly string[], boolean]>([
    ['open', ['pay', 'cancel'], false], ['requires_action', ['cancel'], true], ['processing', [], false], ['completed', [], false], ['expired', [], false], ['canceled', [], false],
  ])('that is %s may be brought on by %j, and has a next step: %s', (status, actions, hasNext) => {
    const view = checkoutView(checkout(status), { payments: [], nextAction: redirect });

    expect([view.status, view.allowed_actions, view.next_action]).toEqual([status, actions, hasNext ? redirect : null]);
  });

  it('says what was frozen, in its currency', () => {
    const open = checkout('open');
    const [{ id, variantId, productId }] = open.lines as [Checkout['lines'][number]];

    expect(checkoutView(open, { payments: [] })).toEqual({
      id: open.id, cart_id: open.cartId, status: 'open', email: 'ada@shop.test', shipping_address: null, billing_address: null,
      lines: [{ id, variant_id: variantId, product_id: productId, title: 'Pier Shirt', variant_title: null, sku: 'M-1', quantity: 3, unit_price: money(300), total: money(900) }],
      subtotal: money(900), total: money(1_000), payments: [], next_action: null, order: null, allowed_actions: ['pay', 'cancel'],
      expires_at: '2026-01-31T10:10:00.000Z', created_at: '2026-01-31T10:00:00.000Z', version: 2,
    });
  });
});
