import type { BalanceTransaction } from '../books/balance.js';

/** One booking as Stripe shows it (docs: "The Balance Transaction object"). */
export function balanceTransactionObject(booking: BalanceTransaction) {
  return {
    id: booking.id,
    object: 'balance_transaction',
    amount: booking.amount,
    available_on: booking.created,
    balance_type: 'payments',
    created: booking.created,
    currency: booking.currency,
    description: booking.description,
    exchange_rate: null,
    fee: booking.fee,
    fee_details: booking.fee === 0 ? [] : [feeDetail(booking)],
    net: booking.amount - booking.fee,
    reporting_category: booking.type,
    source: booking.source,
    status: 'available',
    type: booking.type,
  };
}

const feeDetail = ({ fee: amount, currency }: BalanceTransaction) => ({
  amount,
  application: null,
  currency,
  description: 'Stripe processing fees',
  type: 'stripe_fee',
});

/** The balance as Stripe shows it (docs: "The Balance object"); all money is available at once. */
export function balanceObject(totals: readonly { currency: string; amount: number }[]) {
  const funds = totals.map(({ currency, amount }) => ({
    amount,
    currency,
    source_types: { card: amount },
  }));
  const nothing = totals.map(({ currency }) => ({ amount: 0, currency }));
  return {
    object: 'balance',
    available: funds,
    connect_reserved: nothing,
    livemode: false,
    pending: funds.map((fund) => ({ ...fund, amount: 0, source_types: { card: 0 } })),
  };
}
