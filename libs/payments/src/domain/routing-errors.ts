import { problem } from '@holdfast/kernel';

export class NoPaymentRoute extends problem({
  code: 'no-payment-route',
  kind: 'refused',
  title: 'No gateway is meant for this payment',
  about: 'Where a payment names no gateway, PAYMENT_ROUTES says which one takes it, by currency, country, method and amount. Name a gateway, or pay in another way.',
}) {
  constructor(known: readonly string[]) {
    super('The shop has no rule for which gateway takes this payment. Name one.', { gateways: known });
  }
}
