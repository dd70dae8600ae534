import { paymentRoutes } from './payment-route-shapes.js';

describe('PAYMENT_ROUTES', () => {
  it('reads rules in order, with a weight of 1 where none is given', () => {
    const text = '[{"currencies":["EUR"],"countries":["DE"],"methods":["card"],"from":0,"to":5000,"gateways":[{"gateway":"stripe","weight":9},{"gateway":"paypal","method":"paypal"}]}, {"gateways":[{"gateway":"manual"}]}]';

    expect(paymentRoutes(text)).toEqual([
      { currencies: ['EUR'], countries: ['DE'], methods: ['card'], from: 0, to: 5_000, gateways: [{ gateway: 'stripe', weight: 9 }, { gateway: 'paypal', method: 'paypal', weight: 1 }] },
      { gateways: [{ gateway: 'manual', weight: 1 }] },
    ]);
  });

  it.each([
    ['stripe', 'must be JSON: a list of rules, each with "gateways"'],
    ['{}', 'must be a list of rules, each with "gateways"'],
    ['[1]', 'must have an object as rule 1'],
    ['[{}]', 'must have "gateways" in rule 1'],
    ['[{"gateways":[]}]', 'must have a list with at least one {"gateway": …} as "gateways" in rule 1'],
    ['[{"gateways":["stripe"]}]', 'must have an object as gateway 1 of rule 1'],
    ['[{"gateways":[{"weight":1}]}]', 'must have "gateway" in gateway 1 of rule 1'],
    ['[{"gateways":[{"gateway":"a","weight":0}]}]', 'must give one gateway of rule 1 a weight above 0'],
    ['[{"gateways":[{"gateway":"a","weight":-1}]}]', 'must have a whole number from 0 to 1000 as "weight" in gateway 1 of rule 1'],
    ['[{"gateways":[{"gateway":"a"},{"gateway":"a"}]}]', 'must name a once in rule 1'],
    ['[{"gateways":[{"gateway":"a"}],"currency":["EUR"]}]', 'must not have "currency" in rule 1'],
    ['[{"gateways":[{"gateway":"a"}]},{"gateways":[{"gateway":"a"}],"currencies":["eur"]}]', 'must have a list of currency codes like "EUR" as "currencies" in rule 2'],
    ['[{"gateways":[{"gateway":"a"}],"from":1}]', 'must name "currencies" in rule 1: amounts mean nothing without'],
    ['[{"gateways":[{"gateway":"a"}],"currencies":["EUR"],"from":2,"to":1}]', 'must have "from" below "to" in rule 1'],
    ['[{"gateways":[{"gateway":"a"}],"__proto__":1,"toString":1}]', 'must not have "__proto__" in rule 1'],
  ])('refuses %s', (text, why) => {
    expect(() => paymentRoutes(text)).toThrow(why);
  });
});
