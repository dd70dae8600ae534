import type { MoneyData } from '@holdfast/kernel';

/** A gateway, and how to pay there in its own words. */
export interface PaymentWay {
  readonly gateway: string;
  readonly method: string;
  /** By which the gateway knows who pays, where the method is one that it keeps for them. */
  readonly payer?: string | null;
}

/** A gateway that a rule leads to. */
export interface RouteTarget {
  readonly gateway: string;
  /** In the place of the method that was asked for; gateways do not know each other's words. */
  readonly method?: string;
  /** Its share of the checkouts, against the other targets of the rule; with 0 it only stands in for them. */
  readonly weight: number;
}

/** All that it names has to fit. Amounts are in minor units, both bounds included. */
export interface RouteRule {
  readonly currencies?: readonly string[];
  readonly countries?: readonly string[];
  readonly methods?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly gateways: readonly RouteTarget[];
}

/** A payment that somebody has to take. */
export interface RoutedPayment {
  readonly checkoutId: `chk_${string}`;
  readonly money: MoneyData;
  /** ISO 3166-1 alpha-2, of where it is shipped. */
  readonly country: string | null;
  readonly method: string;
}

/**
 * The ways to pay by the first rule that fits: the one that has its share, then the others in the order of the rule, to stand in for it.
 * The same checkout always gets the same ways. Empty when no rule fits.
 */
export function waysOf(rules: readonly RouteRule[], payment: RoutedPayment): PaymentWay[] {
  const targets = rules.find((rule) => fits(rule, payment))?.gateways ?? [];
  const first = chosen(targets, share(payment.checkoutId));
  const ordered = first ? [first, ...targets.filter((target) => target !== first)] : [];
  return ordered.map(({ gateway, method = payment.method }) => ({ gateway, method }));
}

function fits({ currencies, countries, methods, from = 0, to = Number.MAX_SAFE_INTEGER }: RouteRule, { money, country, method }: RoutedPayment): boolean {
  const among = (names: readonly string[] | undefined, name: string | null): boolean => names === undefined || (name !== null && names.includes(name));
  return among(currencies, money.currency) && among(countries, country) && among(methods, method) && money.amount >= from && money.amount <= to;
}

function chosen(targets: readonly RouteTarget[], share: number): RouteTarget | undefined {
  let left = share * targets.reduce((sum, { weight }) => sum + weight, 0);
  return targets.find(({ weight }) => (left -= weight) < 0) ?? targets[0];
}

/** A number from 0 to below 1 that only depends on the text (FNV-1a, then mixed so that ids that differ in one letter lie far apart). */
function share(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
