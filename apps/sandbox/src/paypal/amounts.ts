import { invalid, refused } from './errors.js';

/** Currencies that PayPal takes without decimals, and those it takes with two (developer.paypal.com/api/rest/reference/currency-codes). */
const WHOLE = new Set(['HUF', 'JPY', 'TWD']);
const TWO_DECIMALS = new Set('AUD BRL CAD CNY CZK DKK EUR HKD ILS MYR MXN NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' '));

export interface Amount {
  readonly currency: string;
  /** In the smallest unit that PayPal takes. */
  readonly minor: number;
}

/** @throws PayPalError for what PayPal does not take */
export function readAmount(given: unknown): Amount {
  const { currency_code: currency, value } = (given ?? {}) as Record<string, unknown>;
  if (typeof currency !== 'string' || typeof value !== 'string') throw invalid('amount needs currency_code and value, both texts');
  if (!WHOLE.has(currency) && !TWO_DECIMALS.has(currency)) throw refused('CURRENCY_NOT_SUPPORTED', `${currency} is not supported.`);
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(value);
  if (!match) throw invalid('value is no amount');
  if (WHOLE.has(currency) && match[2] !== undefined) throw refused('DECIMALS_NOT_SUPPORTED', `${currency} does not support decimals.`);
  const minor = WHOLE.has(currency) ? Number(match[1]) : Number(match[1]! + (match[2] ?? '').padEnd(2, '0'));
  if (minor === 0) throw refused('CANNOT_BE_ZERO_OR_NEGATIVE', 'Must be greater than zero.');
  return { currency, minor };
}

export function amountObject(minor: number, currency: string): { currency_code: string; value: string } {
  if (WHOLE.has(currency)) return { currency_code: currency, value: String(minor) };
  const digits = String(minor).padStart(3, '0');
  return { currency_code: currency, value: `${digits.slice(0, -2)}.${digits.slice(-2)}` };
}
