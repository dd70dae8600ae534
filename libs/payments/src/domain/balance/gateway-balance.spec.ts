import { type BookedMoney, compared } from './gateway-balance.js';

const books = (booked: number, more: Partial<BookedMoney> = {}): BookedMoney => ({ currency: 'EUR', booked, coming: 0, going: 0, unreported: 0, openDifferences: 0, ...more });
const euros = (amount: number) => [{ currency: 'EUR', amount }];

describe('what a gateway holds, beside the books', () => {
  it.each<[string, number, BookedMoney, boolean, string]>([
    ['as much as is booked', 100, books(100), false, 'equal'],
    ['less, and nothing explains it', 99, books(100), false, 'differing'],
    ['more, and nothing explains it', 101, books(100), false, 'differing'],
    ['less, by fees that no report told yet', 97, books(100, { unreported: 1 }), false, 'waiting'],
    ['more than is booked and under way, though reports are due', 101, books(100, { unreported: 1 }), false, 'differing'],
    ['more, by a capture under way', 150, books(100, { coming: 50 }), false, 'waiting'],
    ['more than a capture under way can bring', 151, books(100, { coming: 50 }), false, 'differing'],
    ['less, by a refund under way', 60, books(100, { going: 40 }), false, 'waiting'],
    ['other than is booked, with a difference that is listed', 120, books(100, { openDifferences: 1 }), false, 'waiting'],
    ['other than is booked, while the books moved', 120, books(100), true, 'waiting'],
  ])('%s', (_, held, ours, moved, standing) => {
    expect(compared('stripe', euros(held), [ours], moved)).toEqual([{ ...ours, gateway: 'stripe', held, standing }]);
  });

  it('is compared in each currency that one of both knows', () => {
    const found = compared('stripe', [...euros(100), { currency: 'EUR', amount: 20 }, { currency: 'USD', amount: 5 }], [books(120), { ...books(7), currency: 'JPY' }], false);

    expect(found.map(({ currency, held, booked, standing }) => [currency, held, booked, standing])).toEqual([
      ['EUR', 120, 120, 'equal'], ['JPY', 0, 7, 'differing'], ['USD', 5, 0, 'differing'],
    ]);
  });
});
