import { newId } from '@holdfast/kernel';
import { Cart, MAX_LINES, MAX_QUANTITY } from './cart.js';
import { CartFull, CartNotOpen, QuantityTooLarge } from './errors.js';

const shirt = newId('var');
const mug = newId('var');
const openCart = () => Cart.open(newId('cart'), 'EUR');

describe('Cart', () => {
  it('keeps one line per variant and adds what comes again', () => {
    const cart = openCart();
    const line = cart.add(shirt, 2, 1000);
    expect(cart.add(shirt, 3, 1100)).toBe(line);
    cart.add(mug, 1, 500);

    expect(cart.lines).toMatchObject([{ variantId: shirt, quantity: 5, unitPrice: 1100 }, { variantId: mug, quantity: 1 }]);
  });

  it('grows its version with every change', () => {
    const cart = openCart();
    const line = cart.add(shirt, 2, 1000);
    cart.setQuantity(line, 4);
    cart.describe({ email: 'ada@example.com' });
    cart.remove(line);

    expect(cart.snapshot()).toMatchObject({ version: 5, lines: [], email: 'ada@example.com' });
  });

  it('says when there is no such line', () => {
    const cart = openCart();

    expect(cart.setQuantity(newId('line'), 1)).toBe(false);
    expect(cart.remove(newId('line'))).toBe(false);
  });

  it('leaves undefined details as they are and clears null ones', () => {
    const cart = openCart();
    cart.describe({ email: 'ada@example.com', metadata: { a: '1' } });
    cart.describe({ email: null });

    expect(cart.snapshot()).toMatchObject({ email: null, metadata: { a: '1' } });
  });

  it.each([0, -1, 1.5, MAX_QUANTITY + 1])('refuses a quantity of %p', (quantity) => {
    expect(() => openCart().add(shirt, quantity, 100)).toThrow(QuantityTooLarge);
  });

  it('refuses more pieces of a line than are sold at once, also piece by piece', () => {
    const cart = openCart();
    cart.add(shirt, MAX_QUANTITY, 100);

    expect(() => cart.add(shirt, 1, 100)).toThrow(QuantityTooLarge);
    expect(cart.lines[0]).toMatchObject({ quantity: MAX_QUANTITY });
  });

  it('refuses more lines than it takes', () => {
    const cart = openCart();
    for (let i = 0; i < MAX_LINES; i++) cart.add(newId('var'), 1, 100);

    expect(() => cart.add(newId('var'), 1, 100)).toThrow(CartFull);
  });

  it.each(['checking_out', 'converted', 'abandoned'] as const)('changes nothing once it is %s', (status) => {
    const cart = openCart();
    const line = cart.add(shirt, 1, 100);
    const closed = Cart.restore({ ...cart.snapshot(), status });

    for (const change of [() => closed.add(mug, 1, 1), () => closed.setQuantity(line, 2), () => closed.remove(line), () => closed.describe({ email: 'x@example.com' })]) {
      expect(change).toThrow(CartNotOpen);
    }
    expect(closed.snapshot()).toEqual({ ...cart.snapshot(), status });
  });

  it('takes new prices as seen without counting that as a change', () => {
    const cart = openCart();
    cart.add(shirt, 1, 100);
    cart.seePrices(new Map([[shirt, { price: { amount: 120, currency: 'EUR' } }]]));

    expect(cart.snapshot()).toMatchObject({ version: 2, lines: [{ unitPrice: 120 }] });
  });
});
