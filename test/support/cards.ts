import fc from 'fast-check';
import { isLuhn } from '@holdfast/kernel';

/** Where the numbers of each issuer begin, and how long they are; ranges in full. */
const ISSUERS: readonly (readonly [from: number, to: number, lengths: readonly number[]])[] = [
  [4, 4, [13, 16, 19]], [51, 55, [16]], [2221, 2720, [16]], [34, 34, [15]], [37, 37, [15]], [6011, 6011, [16, 19]], [644, 649, [16, 19]], [65, 65, [16, 19]],
  [3528, 3589, [16, 19]], [300, 305, [14, 16, 19]], [36, 36, [14, 19]], [38, 39, [14, 19]], [62, 62, [16, 17, 18, 19]],
  [50, 50, [13, 14, 15, 16, 17, 18, 19]], [56, 69, [13, 14, 15, 16, 17, 18, 19]],
];

/** The digits with the one that Luhn asks for. */
export const withCheckDigit = (digits: string): string => [...'0123456789'].map((digit) => digits + digit).find(isLuhn)!;

const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

/** Numbers that cards of the named issuers could have. */
export const cardNumber: fc.Arbitrary<string> = fc
  .constantFrom(...ISSUERS.flatMap(([from, to, lengths]) => lengths.map((length) => [from, to, length] as const)))
  .chain(([from, to, length]) => fc.integer({ min: from, max: to }).chain((issuer) => digits(length - 1 - String(issuer).length).map((rest) => withCheckDigit(`${issuer}${rest}`))));

/** The same number in groups, as people write it. */
export const grouped = (number: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(number, fc.array(fc.constantFrom('', '', '', ' ', '-', ' - ', '\u00a0', '\u2011', '\u2013'), { minLength: 19, maxLength: 19 })).map(([plain, gaps]) =>
    [...plain].map((digit, at) => (at === 0 ? digit : gaps[at]! + digit)).join(''));

/** GTINs of 8, 12, 13 or 14 digits. */
export const gtin: fc.Arbitrary<string> = fc.constantFrom(8, 12, 13, 14).chain((length) => digits(length - 1)).map((body) => {
  const sum = [...body].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
});
