import type Stripe from 'stripe';
import type { BalanceAnswer, HeldMoney } from '../../domain/balance/gateway-balance.js';

/**
 * Stripe's balance (docs.stripe.com/api/balance/balance_object): what is available and what is pending. Reserves of connected accounts are not ours.
 * Anything else than whole amounts in currencies tells nothing.
 */
export function stripeBalance({ available, pending }: Stripe.Balance): BalanceAnswer {
  const funds: readonly unknown[] = [...(Array.isArray(available) ? available : [undefined]), ...(Array.isArray(pending) ? pending : [undefined])];
  const held = funds.map(heldMoney);
  return held.every((one) => one !== undefined) ? { outcome: 'told', held: summed(held) } : { outcome: 'unknown', code: 'unreadable-answer' };
}

function heldMoney(fund: unknown): HeldMoney | undefined {
  const { amount, currency } = (fund ?? {}) as { amount?: unknown; currency?: unknown };
  if (typeof currency !== 'string' || !/^[a-z]{3}$/.test(currency) || !Number.isSafeInteger(amount)) return undefined;
  return { currency: currency.toUpperCase(), amount: amount as number };
}

const summed = (held: readonly HeldMoney[]): HeldMoney[] =>
  [...Map.groupBy(held, ({ currency }) => currency)].map(([currency, list]) => ({ currency, amount: list.reduce((sum, { amount }) => sum + amount, 0) }));
