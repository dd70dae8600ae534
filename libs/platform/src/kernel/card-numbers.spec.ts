import vm from 'node:vm';
import fc from 'fast-check';
import { cardNumber, grouped, gtin, withCheckDigit } from '../../../../test/support/cards.js';
import { cardNumbers, holdsCardNumber, isGtin, isLuhn } from './card-numbers.js';
import { newId, toUuid } from './ids.js';

/** Characters of a hostile text. Where work grows with its square, that is 10¹² steps; where it grows with the length, a few hundredths of a second. */
const LONG = 1_000_000;
/** What stops a search that does not end. Milliseconds. */
const GIVE_UP = 30_000;

describe('a card number', () => {
  it.each([
    ['4242424242424242', 'Visa'], ['4222222222222', 'Visa of 13 digits'], ['4000 0027 6000 3184', 'Visa in groups'], ['5555-5555-5555-4444', 'Mastercard'],
    ['2223003122003222', 'Mastercard, series 2'], ['378282246310005', 'American Express'], ['3714 496353 98431', 'American Express in groups'],
    ['6011111111111117', 'Discover'], ['6445644564456445', 'Discover 644'], ['3566002020360505', 'JCB'], ['30569309025904', 'Diners Club'], ['38520000023237', 'Diners Club 38'],
    ['6200000000000005', 'UnionPay'], ['6759649826438453', 'Maestro'],
  ])('is known: %s (%s)', (number) => {
    expect(holdsCardNumber(number)).toBe(true);
    expect(holdsCardNumber(`Pay with ${number}, 12/30, 123.`)).toBe(true);
  });

  it('is known in any grouping and among any words', () => {
    const around = fc.constantFrom('', 'card: ', 'card_', '(', '2 x ', '#', '“', 'é ', 'Nr.');

    fc.assert(fc.property(grouped(cardNumber), around, fc.constantFrom('', '.', ', 12/30', ' 123', ')', '_', '\n20457'), (number, before, after) => {
      expect(holdsCardNumber(before + number + after)).toBe(true);
    }));
  });

  it('is known in the digits of East Asian keyboards, and behind a plus when it is too long for a phone', () => {
    expect(holdsCardNumber('４２４２　４２４２　４２４２　４２４２')).toBe(true);
    expect(holdsCardNumber('+4242 4242 4242 4242')).toBe(true);
    expect(holdsCardNumber('+49 170 1234567 4242 4242 4242 4242')).toBe(true);
  });

  it('has the right check digit', () => {
    fc.assert(fc.property(cardNumber, fc.integer({ min: 1, max: 9 }), (number, off) => {
      const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + off) % 10);
      expect([isLuhn(number), isLuhn(wrong), holdsCardNumber(wrong)]).toEqual([true, false, false]);
    }));
  });

  it('is not glued to letters or to more digits', () => {
    fc.assert(fc.property(cardNumber, fc.constantFrom('a', 'Z', 'ß', '字'), (number, letter) => {
      expect([holdsCardNumber(letter + number), holdsCardNumber(number + letter), holdsCardNumber(`${number}0000000`)]).toEqual([false, false, false]);
    }));
  });

  it.each([
    ['of nobody’s', '1234567812345670'], ['of nobody’s in groups', '9999 9999 9999 9995'], ['of Mastercard’s neighbour', withCheckDigit('222000000000000')],
    ['of the other neighbour', withCheckDigit('272100000000000')], ['of 12 digits', withCheckDigit('42424242424')], ['of 20 digits', withCheckDigit('4242424242424242424')],
    ['the fraction of a decimal', '0.4242424242424242'], ['a date and a time', '2026-11-21 14:51:00.123'], ['a time without marks', '20261121145100'],
    ['an address', '12 Harbor Street, 20457 Hamburg'], ['milliseconds', '1763736660000'], ['groups with colons', '4242:4242:4242:4242'],
  ])('is none that is %s', (_name, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('is no id, no phone, no time and no amount', () => {
    const phone = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1_000_000, max: 999_999_999_999 })).map(([country, rest]) => `+${country}${rest}`.slice(0, 16));
    const harmless = fc.oneof(
      fc.uuid(), fc.uuid({ version: 4 }), fc.constantFrom('prod', 'var', 'ord', 'cus').map((prefix) => newId(prefix as 'prod')), fc.constant(0).map(() => toUuid(newId('var'))),
      phone, phone.map((number) => `${number.slice(0, 3)} ${number.slice(3, 6)}-${number.slice(6)}`), fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((time) => time.toISOString()),
      fc.integer({ min: 0, max: 999_999_999_999 }).map(String), fc.double({ min: 0, max: 1, noNaN: true }).map(String), fc.tuple(fc.nat(999_999_999), fc.nat(99)).map(([whole, cents]) => `${whole}.${cents}`),
    );

    fc.assert(fc.property(harmless, (text) => {
      expect([text, holdsCardNumber(text)]).toEqual([text, false]);
    }), { numRuns: 2_000 });
  });

  it('is found where it stands, and passed over when it is pardoned', () => {
    const text = 'a 4242 4242 4242 4242\nb 4006381333931';

    expect([...cardNumbers(text)].map(({ from, to }) => text.slice(from, to))).toEqual(['4242 4242 4242 4242']);
    expect([...cardNumbers(text, (digits) => digits.startsWith('4242'))]).toEqual([]);
  });

  it.each(['5 ', '5', '5-  ', '55555555555555555 '])('is looked for in steps that grow with the text and not with its square: %j and so on', (unit) => {
    const text = unit.repeat(LONG / unit.length);

    expect(vm.runInNewContext('look()', { look: () => holdsCardNumber(text) }, { timeout: GIVE_UP })).toBe(false);
  }, 60_000);
});

describe('a GTIN', () => {
  it('has the check digit of GS1', () => {
    fc.assert(fc.property(gtin, fc.integer({ min: 1, max: 9 }), (code, off) => {
      expect([isGtin(code), isGtin(code.slice(0, -1) + ((Number(code.at(-1)) + off) % 10))]).toEqual([true, false]);
    }));
    expect(['4006381333931', '96385074', '036000291452', '10614141000415'].map(isGtin)).toEqual([true, true, true, true]);
    expect(['', '4006381333932', '400638133393', 'x4006381333931', '4242424242424242'].map(isGtin)).toEqual([false, false, false, false, false]);
  });
});
