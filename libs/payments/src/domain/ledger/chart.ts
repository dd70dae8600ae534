import type { Id } from '@holdfast/kernel';

export type AccountKind = 'asset' | 'liability' | 'revenue' | 'expense';

interface ChartEntry {
  readonly kind: AccountKind;
  /** What the account is kept for, one by one: a pattern of what stands between its name and its currency. */
  readonly of?: string;
  /** Its balance is kept on its row and never falls below zero. Only where rows are cold: everybody books on the others. */
  readonly floor?: true;
  readonly about: string;
}

/**
 * The chart of accounts, and its only source. An account is named `name[:of]:CURRENCY`, so that one look at a transfer shows that
 * it stays within a currency. Assets and expenses grow by debits, all others by credits.
 */
export const CHART = {
  gateway_clearing: { kind: 'asset', of: '[a-z][a-z0-9_-]{0,39}', about: 'What a gateway holds for us, until it pays it out.' },
  bank: { kind: 'asset', about: 'What gateways paid out.' },
  order: { kind: 'liability', of: 'chk_[0-7][0-9a-hjkmnp-tv-z]{25}', floor: true, about: 'Money that was captured for an order, named by its checkout, and is not earned (yet).' },
  'revenue:goods': { kind: 'revenue', about: 'Goods at their prices, before discounts.' },
  'revenue:shipping': { kind: 'revenue', about: 'Shipping.' },
  discounts: { kind: 'revenue', about: 'Discounts, which make revenue smaller: its balance is negative.' },
  tax: { kind: 'liability', of: '[A-Z0-9-]{2,20}', about: 'Tax owed to one jurisdiction.' },
  fees: { kind: 'expense', about: 'What gateways keep for their work.' },
  chargebacks: { kind: 'expense', about: 'Money that disputes took away.' },
  suspense: { kind: 'liability', about: 'Differences to gateways that somebody has accepted and nobody has explained.' },
  rounding: { kind: 'liability', floor: true, about: 'Stays zero: splits leave no remainder.' },
} as const satisfies Record<string, ChartEntry>;

export type AccountName = keyof typeof CHART;
export type AccountCode = `${string}:${string}`;

const entries = Object.entries(CHART) as [AccountName, ChartEntry][];

/** What the names of accounts look like, without their currency. */
export const CODES = entries.map(([name, { of }]) => (of ? `${name}:${of}` : name)).join('|');
const CODE = new RegExp(`^(?:${CODES}):[A-Z]{3}$`);

export const isAccountCode = (text: string): text is AccountCode => CODE.test(text);

export function kindOf(code: AccountCode): AccountKind {
  const entry = entries.find(([name]) => code.startsWith(`${name}:`));
  if (!entry) throw new Error(`${code} is no account`);
  return entry[1].kind;
}

/** A sum of credits less debits, as the balance of such an account is read. */
export const natural = (kind: AccountKind, credits: number): number => (kind === 'asset' || kind === 'expense' ? 0 - credits : credits);

export const clearing = (gateway: string, currency: string): AccountCode => `gateway_clearing:${gateway}:${currency}`;
export const orderAccount = (checkout: Id<'chk'>, currency: string): AccountCode => `order:${checkout}:${currency}`;
export const taxAccount = (jurisdiction: string, currency: string): AccountCode => `tax:${jurisdiction}:${currency}`;
export const shared = (name: Exclude<AccountName, 'gateway_clearing' | 'order' | 'tax'>, currency: string): AccountCode => `${name}:${currency}`;
