import { MAX_AMOUNT } from '@holdfast/kernel';
import type { VariantId } from '../catalog.js';
import { InvalidProduct } from './errors.js';

/** What a variant costs in one currency, in minor units. */
export interface Price {
  readonly currency: string;
  readonly amount: number;
  /** What it cost before, shown struck through. */
  readonly compareAtAmount: number | null;
}

/** The facts of a variant that its makers state; the rest follows. */
export interface VariantDetails {
  readonly sku: string | null;
  readonly barcode: string | null;
  /** One value for each option of the product, in the order of the options. */
  readonly optionValues: readonly string[];
  readonly weightGrams: number;
  readonly imageUrl: string | null;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly status: 'active' | 'archived';
}

export interface VariantState extends VariantDetails {
  readonly id: VariantId;
  /** From 1, without gaps, in the order in which the variants were added. */
  readonly position: number;
  readonly prices: readonly Price[];
}

/** What a variant is when nothing else is said about it. */
export const PLAIN_VARIANT: VariantDetails = {
  sku: null,
  barcode: null,
  optionValues: [],
  weightGrams: 0,
  imageUrl: null,
  requiresShipping: true,
  taxable: true,
  status: 'active',
};

/** @throws InvalidProduct when a currency is named twice or an amount is out of range. */
export function checkedPrices(prices: readonly Price[]): Price[] {
  const currencies = new Set(prices.map(({ currency }) => currency));
  if (currencies.size < prices.length) throw new InvalidProduct('A variant has one price in each currency.');
  for (const { amount, compareAtAmount } of prices) {
    if (!isAmount(amount) || (compareAtAmount !== null && !isAmount(compareAtAmount))) {
      throw new InvalidProduct(`Prices are whole minor units from 0 to ${MAX_AMOUNT}.`);
    }
  }
  return [...prices].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

const isAmount = (amount: number): boolean => Number.isSafeInteger(amount) && amount >= 0 && amount <= MAX_AMOUNT;

/** The combination of option values as one text, to tell equal ones. */
export const combination = (optionValues: readonly string[]): string => JSON.stringify(optionValues);
