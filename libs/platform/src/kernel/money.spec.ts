import fc from 'fast-check';
import { decimal, Money, MoneyError } from './money.js';

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('Money', () => {
  it.each([
    ['19.99', 'EUR', 1999], ['50', 'EUR', 5000], ['0.5', 'EUR', 50], ['500', 'JPY', 500], ['1.234', 'KWD', 1234],
    ['-3.10', 'EUR', -310], ['10.000', 'EUR', 1000], [' 7.00 ', 'EUR', 700],
  ])('reads %p %s as %d minor units', (text, currency, minor) => {
    expect(Money.parse(text, currency).amount).toBe(minor);
  });

  it.each(['abc', '', '1,50', '1e3', '1.234', '0x10', 'NaN', '99999999999999', '.5'])('refuses %p as an amount of EUR', (text) => {
    expect(() => Money.parse(text, 'EUR')).toThrow(MoneyError);
  });

  it('reads any number of zeros at the end of an amount, and is done when somebody writes a million of them', () => {
    expect(Money.parse(`19.99${'0'.repeat(1_000_000)}`, 'EUR').amount).toBe(1999);
    expect(() => Money.parse(`19.9${'0'.repeat(1_000_000)}1`, 'EUR')).toThrow(MoneyError);
  });

  it.each([0.5, Number.NaN, Infinity, 2e12, '5' as unknown as number])('refuses %p minor units', (minor) => {
    expect(() => Money.of(minor, 'EUR')).toThrow(MoneyError);
  });

  it('never mixes currencies', () => {
    expect(() => Money.of(1, 'EUR').plus(Money.of(1, 'USD'))).toThrow(MoneyError);
  });

  it('writes decimals that read back as the same amount', () => {
    fc.assert(fc.property(amount, fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
      expect(Money.parse(decimal({ amount: minor, currency }), currency).amount).toBe(minor);
    }));
  });

  describe('allocate', () => {
    const weights = fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 20 });

    it('adds up to the whole, exactly', () => {
      fc.assert(fc.property(amount, weights, (minor, shares) => {
        const parts = Money.of(minor, 'EUR').allocate(shares);
        expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(minor);
      }));
    });

    it('keeps each part within one minor unit of its exact share', () => {
      fc.assert(fc.property(amount, weights, (minor, shares) => {
        const sum = shares.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        Money.of(minor, 'EUR').allocate(shares).forEach((part, i) => {
          expect(Math.abs(part.amount - (minor * shares[i]!) / sum)).toBeLessThan(1);
        });
      }));
    });

    it('gives equal weights parts that differ by one at most, the larger ones first', () => {
      expect(Money.of(100, 'EUR').allocate([1, 1, 1]).map((part) => part.amount)).toEqual([34, 33, 33]);
      expect(Money.of(-100, 'EUR').allocate([1, 1, 1]).map((part) => part.amount)).toEqual([-34, -33, -33]);
    });

    it('gives nothing to a weight of zero, and survives no weight at all', () => {
      expect(Money.of(5, 'EUR').allocate([0, 1]).map((part) => part.amount)).toEqual([0, 5]);
      expect(Money.of(5, 'EUR').allocate([0, 0]).map((part) => part.amount)).toEqual([3, 2]);
    });
  });
});
