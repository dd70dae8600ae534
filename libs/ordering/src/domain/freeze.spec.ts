import type { SellableVariant } from '@holdfast/catalog';
import { newId } from '@holdfast/kernel';
import { LinePricer } from './basket-pricer.js';
import type { CartLine, CartSnapshot } from './cart.js';
import { frozen, type Freezing, refusalOf, type Sold } from './freeze.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const [shirt, mug] = [newId('var'), newId('var')];
const variant = (variantId: typeof shirt, amount: number, over: Partial<SellableVariant> = {}): SellableVariant => ({
  variantId, productId: newId('prod'), handle: 'thing', title: 'Thing', variantTitle: 'Blue', sku: 'T-1', imageUrl: null, price: EUR(amount), ...over,
});
const sold = (...variants: SellableVariant[]): Sold => new Map(variants.map((one) => [`EUR:${one.variantId}`, one]));
const line = (variantId: typeof shirt, quantity: number, unitPrice: number): CartLine => ({ id: newId('line'), variantId, quantity, unitPrice }) as CartLine;
const cart = (over: Partial<CartSnapshot> = {}): CartSnapshot => ({
  id: newId('cart'), status: 'open', currency: 'EUR', email: 'ann@example.com', shippingAddress: null, billingAddress: null, metadata: {},
  lines: [line(shirt, 2, 1_000), line(mug, 1, 500)], customerId: null, mergedInto: null, version: 3, ...over,
});
const SHOP = sold(variant(shirt, 1_000), variant(mug, 500));
const NONE = new Set<string>();

describe('a cart that somebody wants to check out', () => {
  it('can be, when everything in it is sold at the price that was shown', () => {
    expect(refusalOf(cart(), SHOP, NONE)).toBeUndefined();
  });

  it('is not there', () => {
    expect(refusalOf(undefined, SHOP, NONE)?.error.problem.code).toBe('not-found');
  });

  it.each([
    ['converted', 'converted', /became an order/],
    ['checking_out', 'checking_out', /under way/],
  ] as const)('is %s already', (status, told, words) => {
    const { error } = refusalOf(cart({ status }), SHOP, NONE)!;

    expect([error.problem.code, error.details, words.test(error.message)]).toEqual(['cart-changed', { cart_status: told }, true]);
  });

  it('is being checked out by somebody else at this moment', () => {
    const mine = cart();

    const { error } = refusalOf(mine, SHOP, new Set([mine.id]))!;

    expect([error.problem.code, error.details, error.message]).toEqual(['cart-changed', { cart_status: 'checking_out' }, expect.stringContaining('under way')]);
  });

  it.each([
    [{ lines: [] }, ['lines']],
    [{ email: null }, ['email']],
    [{ lines: [], email: null }, ['lines', 'email']],
  ])('lacks something: %j', (over, missing) => {
    const { error } = refusalOf(cart(over), SHOP, NONE)!;

    expect([error.problem.code, error.details]).toEqual(['cart-incomplete', { missing }]);
  });

  it('has a line that is not sold any more, or not in its currency', () => {
    const mine = cart();
    const dollars = new Map([[`EUR:${shirt}`, variant(shirt, 1_000)], [`USD:${mug}`, variant(mug, 500)]]);

    const { error, repriced } = refusalOf(mine, dollars, NONE)!;

    expect([error.problem.code, error.details, error.message]).toEqual(['cart-changed', { lines: [{ line_id: mine.lines[1]!.id, variant_id: mug }] }, expect.stringContaining('not sold')]);
    expect(repriced).toBeUndefined();
  });

  it.each([[1_200], [900]])('has a line that costs %i now, and gets that price', (price) => {
    const mine = cart();

    const { error, repriced } = refusalOf(mine, sold(variant(shirt, price), variant(mug, 500)), NONE)!;

    expect([error.problem.code, error.details]).toEqual(['price-changed', { lines: [{ line_id: mine.lines[0]!.id, previous: EUR(1_000), current: EUR(price) }] }]);
    expect(repriced).toEqual({ ...mine, lines: [{ ...mine.lines[0], unitPrice: price }, mine.lines[1]] });
  });
});

describe('the checkout of a cart', () => {
  const freezing = (paying: Freezing['paying']): Freezing => ({ id: newId('chk'), now: new Date(1_000), until: new Date(9_000), askedBy: { scope: 'key_1', key: 'once' }, paying });
  const freeze = (paying: Freezing['paying'], from = cart(), shop = SHOP) => frozen(from, shop, new LinePricer(), freezing(paying));

  it('has the lines, titles and prices of now, and waits for a payment', () => {
    const mine = cart({ shippingAddress: { name: 'Ann' } as never, billingAddress: { name: 'Bob' } as never });
    const asked = freezing(undefined);

    const checkout = frozen(mine, SHOP, new LinePricer(), asked);

    expect(checkout).toEqual({
      id: asked.id, cartId: mine.id, status: 'open', email: 'ann@example.com', shippingAddress: { name: 'Ann' }, billingAddress: { name: 'Bob' },
      lines: [[0, 2, 1_000, 2_000], [1, 1, 500, 500]].map(([nth, quantity, unitPrice, total]) => {
        const { productId, variantId } = SHOP.get(`EUR:${mine.lines[nth!]!.variantId}`)!;
        return { id: mine.lines[nth!]!.id, variantId, productId, title: 'Thing', variantTitle: 'Blue', sku: 'T-1', quantity, unitPrice, total };
      }),
      subtotal: EUR(2_500), total: EUR(2_500), expiresAt: asked.until, createdAt: asked.now, askedBy: asked.askedBy, attempts: 0, tendered: 0, version: 1,
    });
  });

  it('begins with a payment of all of it, or of a part', () => {
    expect(freeze({})).toMatchObject({ status: 'processing', attempts: 1, tendered: 2_500 });
    expect(freeze({ amount: EUR(700) })).toMatchObject({ status: 'processing', attempts: 1, tendered: 700 });
    expect(() => freeze({ amount: EUR(2_501) })).toThrow(expect.objectContaining({ details: { rest: EUR(2_500) } }));
  });

  it('asks no gateway for nothing', () => {
    expect(freeze({}, cart({ lines: [line(shirt, 2, 0)] }), sold(variant(shirt, 0)))).toMatchObject({ status: 'open', attempts: 0, tendered: 0, total: EUR(0) });
    expect(freeze({}, cart({ lines: [line(shirt, 1, 1)] }), sold(variant(shirt, 1)))).toMatchObject({ status: 'processing', tendered: 1 });
  });
});
