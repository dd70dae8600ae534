import { newId } from '@holdfast/kernel';
import { Cart, MAX_LINES, MAX_QUANTITY } from './cart.js';
import { CurrenciesDiffer } from './cart-errors.js';
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

  describe('of a guest who logs in', () => {
    const ada = newId('cus');
    const cartOf = (customer: typeof ada | null, lines: [typeof shirt, number, number][], currency = 'EUR', details = {}) =>
      Cart.open(newId('cart'), currency, lines.map(([variantId, quantity, price]) => ({ variantId, quantity, price })), details, customer);

    it('becomes theirs', () => {
      const guest = cartOf(null, [[shirt, 2, 1000]]);
      guest.claimFor(ada);

      expect(guest.snapshot()).toMatchObject({ customerId: ada, status: 'open', version: 2, lines: [{ quantity: 2 }] });
    });

    it('is merged into theirs: quantities add up to what a line takes, prices are those seen last', () => {
      const own = cartOf(ada, [[shirt, MAX_QUANTITY - 1, 900]]);
      const guest = cartOf(null, [[shirt, 2, 1000], [mug, 3, 500]]);
      guest.mergeInto(own);

      expect(own.snapshot()).toMatchObject({ version: 2, lines: [{ variantId: shirt, quantity: MAX_QUANTITY, unitPrice: 1000 }, { variantId: mug, quantity: 3, unitPrice: 500 }] });
      expect(guest.snapshot()).toMatchObject({ status: 'merged', customerId: ada, mergedInto: own.id, version: 2, lines: [{ quantity: 2 }, { quantity: 3 }] });
    });

    it('fills the gaps of theirs and overrides nothing', () => {
      const own = cartOf(ada, [], 'EUR', { email: 'own@example.com', metadata: { a: 'own' } });
      cartOf(null, [], 'EUR', { email: 'guest@example.com', shippingAddress: { city: 'Kiel' }, metadata: { a: 'guest', b: 'guest' } }).mergeInto(own);

      expect(own.snapshot()).toMatchObject({ email: 'own@example.com', shippingAddress: { city: 'Kiel' }, billingAddress: null, metadata: { a: 'own', b: 'guest' } });
    });

    it.each<[string, () => [Cart, Cart], new (...args: never[]) => Error]>([
      ['its currency is another', () => [cartOf(null, [[shirt, 1, 1]], 'USD'), cartOf(ada, [[shirt, 1, 1]])], CurrenciesDiffer],
      ['there are too many lines', () => [cartOf(null, [[shirt, 1, 1]]), cartOf(ada, Array.from({ length: MAX_LINES }, () => [newId('var'), 1, 1]))], CartFull],
      ['it is being checked out', () => [Cart.restore({ ...cartOf(null, [[shirt, 1, 1]]).snapshot(), status: 'checking_out' }), cartOf(ada, [])], CartNotOpen],
      ['theirs is being checked out', () => [cartOf(null, [[shirt, 1, 1]]), Cart.restore({ ...cartOf(ada, []).snapshot(), status: 'checking_out' })], CartNotOpen],
    ])('is refused, and both stay as they are, when %s', (_, carts, refusal) => {
      const [guest, own] = carts();
      const before = [guest.snapshot(), own.snapshot()];

      expect(() => guest.mergeInto(own)).toThrow(refusal);
      expect([guest.snapshot(), own.snapshot()]).toEqual(before);
    });
  });

  it.each(['checking_out', 'converted', 'abandoned', 'merged'] as const)('changes nothing once it is %s', (status) => {
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
