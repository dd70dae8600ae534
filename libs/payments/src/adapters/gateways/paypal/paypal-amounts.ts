import { decimal, minorDigits, Money } from '@holdfast/kernel';

/** Amounts on PayPal's wire: a decimal in a text. */
export interface PayPalAmount {
  readonly currency_code: string;
  readonly value: string;
}

/** Currencies that have decimals by ISO 4217, or once had, and none at PayPal (developer.paypal.com/api/rest/reference/currency-codes). */
const WHOLE_ONLY = new Set(['HUF', 'JPY', 'TWD']);

/** The amount as PayPal takes it; undefined where it has decimals that PayPal does not. */
export function payPalAmount(amount: number, currency: string): PayPalAmount | undefined {
  const value = decimal({ amount, currency });
  if (!WHOLE_ONLY.has(currency)) return { currency_code: currency, value };
  const [whole = '', fraction = ''] = value.split('.');
  return /^0*$/.test(fraction) ? { currency_code: currency, value: whole } : undefined;
}

/** Minor units; undefined unless it is exactly how PayPal writes an amount of this currency. */
export function minorUnits(amount: unknown, currency: string): number | undefined {
  const { currency_code, value } = (amount ?? {}) as Partial<PayPalAmount>;
  if (currency_code !== currency || typeof value !== 'string') return undefined;
  const digits = WHOLE_ONLY.has(currency) ? 0 : minorDigits(currency);
  const written = digits === 0 ? /^(0|[1-9]\d{0,11})(\.00)?$/ : new RegExp(`^(0|[1-9]\\d{0,11})\\.\\d{${digits}}$`);
  return written.test(value) ? Money.parse(value, currency).amount : undefined;
}
