import type { BalanceAnswer, HeldMoney } from '../../../domain/balance/gateway-balance.js';
import { minorUnits } from './paypal-amounts.js';
import type { PayPalAnswer } from './paypal-client.js';

/** All currencies, now. PayPal may be up to three hours late, and says of what time it speaks. */
export const BALANCES = '/v1/reporting/balances?currency_code=ALL';

const UNREADABLE: BalanceAnswer = { outcome: 'unknown', code: 'unreadable-answer' };

/** What PayPal holds (developer.paypal.com/docs/api/transaction-search/v1/#balances_get). An account without the right to ask is refused for good. */
export function payPalBalance({ status, body }: PayPalAnswer): BalanceAnswer {
  if (status === 403) return { outcome: 'untold', code: 'account-may-not-ask' };
  if (status !== 200) return { outcome: 'unknown', code: `status-${status}` };
  const { balances, as_of_time: time } = body as { balances?: unknown; as_of_time?: unknown };
  const asOf = new Date(typeof time === 'string' ? time : Number.NaN);
  if (!Array.isArray(balances) || Number.isNaN(asOf.getTime())) return UNREADABLE;
  const held = balances.map(heldMoney);
  return held.every((one) => one !== undefined) ? { outcome: 'told', held, asOf } : UNREADABLE;
}

function heldMoney(balance: unknown): HeldMoney | undefined {
  const { currency, total_balance: total } = (balance ?? {}) as { currency?: unknown; total_balance?: { value?: unknown } };
  const value = total?.value;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency) || typeof value !== 'string') return undefined;
  const negative = value.startsWith('-');
  const amount = minorUnits({ ...total, value: negative ? value.slice(1) : value }, currency);
  return amount === undefined ? undefined : { currency, amount: negative ? 0 - amount : amount };
}
