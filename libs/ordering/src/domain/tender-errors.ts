import { type MoneyData, problem } from '@holdfast/kernel';

export class PaymentBeyondTotal extends problem({
  code: 'payment-beyond-total',
  kind: 'refused',
  title: 'The checkout does not cost that much',
  about: '`rest` is what its other payments leave open.',
}) {
  constructor(rest: MoneyData) {
    super(`${rest.amount} minor units of ${rest.currency} are left to pay.`, { rest });
  }
}

export class TenderCurrencyMismatch extends problem({
  code: 'checkout-currency-mismatch',
  kind: 'refused',
  title: 'The checkout is in another currency',
}) {
  constructor(currency: string) {
    super(`The checkout is in ${currency}; its payments are too.`, { currency });
  }
}
