import { decimal, minorDigits, type MoneyData } from '@holdfast/kernel';
import type { ConfirmedAddress, ConfirmedLine, OrderConfirmation } from '@holdfast/ordering';

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
const REGIONS = new Intl.DisplayNames('en', { type: 'region' });

/** `€1,999.00`, `¥500`: with the decimals that the currency has. */
export function money(value: MoneyData): string {
  const digits = minorDigits(value.currency);
  const form = { style: 'currency', currency: value.currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat('en', form).format(Number(decimal(value)));
}

export const day = (date: Date): string => DATE.format(date);

export function country(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (REGIONS.of(code) ?? code) : code;
}

/** The lines of an address as they stand on a parcel. */
export function addressLines({ name, line1, line2, city, postal_code, region, country: code }: ConfirmedAddress): string[] {
  const place = [`${postal_code ?? ''} ${city}`.trim(), region].filter(Boolean).join(', ');
  return [name, line1, line2 ?? '', place, country(code)].filter((line) => line.trim() !== '');
}

/** What tells a line from others of the same product. */
export const details = ({ variantTitle, sku }: ConfirmedLine): string => [variantTitle, sku ? `SKU ${sku}` : null].filter(Boolean).join(' · ');

const words = (slug: string): string => slug.replaceAll(/[_-]+/g, ' ');

/** `Stripe, authorized`. */
export function payment({ gateway, status }: OrderConfirmation['payment']): string {
  return `${gateway.charAt(0).toUpperCase()}${words(gateway.slice(1))}, ${words(status)}`;
}

export function itemCount(lines: readonly ConfirmedLine[]): string {
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return count === 1 ? '1 item' : `${count} items`;
}
