import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { type RoutedPayment, type RouteRule, waysOf } from './payment-routing.js';

const to = (...gateways: string[]) => gateways.map((gateway) => ({ gateway, weight: 1 }));
const payment = (over: Partial<RoutedPayment> = {}): RoutedPayment => ({ checkoutId: newId('chk'), money: { amount: 1_999, currency: 'EUR' }, country: 'DE', method: 'card', ...over });
const first = (rules: readonly RouteRule[], of: RoutedPayment): string | undefined => waysOf(rules, of)[0]?.gateway;

describe('payment routing', () => {
  it.each<[string, Omit<RouteRule, 'gateways'>, Partial<RoutedPayment>, boolean]>([
    ['anything', {}, {}, true],
    ['its currency', { currencies: ['USD', 'EUR'] }, {}, true],
    ['another currency', { currencies: ['USD'] }, {}, false],
    ['its country', { countries: ['DE'] }, {}, true],
    ['another country', { countries: ['AT'] }, {}, false],
    ['a country where there is none', { countries: ['DE'] }, { country: null }, false],
    ['its method', { methods: ['card'] }, {}, true],
    ['another method', { methods: ['wallet'] }, {}, false],
    ['the least amount', { from: 1_999 }, {}, true],
    ['more than it is', { from: 2_000 }, {}, false],
    ['the greatest amount', { to: 1_999 }, {}, true],
    ['less than it is', { to: 1_998 }, {}, false],
    ['all but one of it', { currencies: ['EUR'], countries: ['AT'], from: 1 }, {}, false],
  ])('a rule for %s', (_, rule, over, fits) => {
    expect(first([{ ...rule, gateways: to('this') }, { gateways: to('rest') }], payment(over))).toBe(fits ? 'this' : 'rest');
  });

  it('knows no way where no rule fits', () => {
    expect(waysOf([{ currencies: ['USD'], gateways: to('stripe') }], payment())).toEqual([]);
  });

  it('takes the first rule that fits, whatever the others say', () => {
    expect(waysOf([{ gateways: to('one') }, { currencies: ['EUR'], gateways: to('two', 'three') }], payment())).toEqual([{ gateway: 'one', method: 'card' }]);
  });

  it('says the method in the words of each gateway', () => {
    const gateways = [{ gateway: 'stripe', weight: 1 }, { gateway: 'paypal', method: 'paypal', weight: 0 }];

    expect(waysOf([{ gateways }], payment())).toEqual([{ gateway: 'stripe', method: 'card' }, { gateway: 'paypal', method: 'paypal' }]);
  });

  it('names every gateway of the rule once, and always in the same order for the same checkout', () => {
    const gateways = fc.uniqueArray(fc.record({ gateway: fc.string({ minLength: 1 }), weight: fc.nat(9) }), { minLength: 1, selector: ({ gateway }) => gateway });
    fc.assert(
      fc.property(gateways, (targets) => {
        const one = payment();
        const ways = waysOf([{ gateways: targets }], one);
        expect(ways.map(({ gateway }) => gateway).toSorted()).toEqual(targets.map(({ gateway }) => gateway).toSorted());
        expect(waysOf([{ gateways: targets }], one)).toEqual(ways);
        const least = targets.find(({ gateway }) => gateway === ways[0]!.gateway)!;
        if (targets.some(({ weight }) => weight > 0)) expect(least.weight).toBeGreaterThan(0);
      }),
    );
  });

  it('gives each gateway its share', () => {
    const gateways = [{ gateway: 'most', weight: 7 }, { gateway: 'some', weight: 3 }];
    const counts = Array.from({ length: 5_000 }, () => first([{ gateways }], payment())).filter((name) => name === 'most').length;

    expect(counts / 5_000).toBeGreaterThan(0.66);
    expect(counts / 5_000).toBeLessThan(0.74);
  });
});
