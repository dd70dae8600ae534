import type { MoneyData } from '@holdfast/kernel';
import type { PaymentView } from '@holdfast/payments';
import { PaymentBeyondTotal, TenderCurrencyMismatch } from './tender-errors.js';

/** What a payment may still bring in: all of it while it is undecided, then what is authorized and was not given back. */
export function liveAmount({ status, amount, authorized, refunded }: Pick<PaymentView, 'status' | 'amount' | 'authorized' | 'refunded'>): number {
  return status === 'pending' || status === 'requires_action' ? amount.amount : authorized.amount - refunded.amount;
}

/** What payments have for sure, in minor units: money that somebody gives back already does not count, although it may stay. */
export const securedBy = (payments: readonly Pick<PaymentView, 'secured'>[]): number =>
  payments.reduce((sum, { secured }) => sum + secured.amount, 0);

/**
 * What one more payment takes of a checkout: all that is open, or the part that was asked for. All payments of a checkout together never
 * exceed its total. @throws PaymentBeyondTotal TenderCurrencyMismatch
 */
export function tenderOf(total: MoneyData, payments: readonly PaymentView[], asked: MoneyData | undefined): MoneyData {
  const rest = { ...total, amount: total.amount - payments.reduce((sum, payment) => sum + liveAmount(payment), 0) };
  if (!asked) return rest;
  if (asked.currency !== total.currency) throw new TenderCurrencyMismatch(total.currency);
  if (asked.amount > rest.amount) throw new PaymentBeyondTotal(rest);
  return asked;
}
