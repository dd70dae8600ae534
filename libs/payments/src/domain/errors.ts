import { problem } from '@holdfast/kernel';

export class UnknownGateway extends problem({
  code: 'unknown-payment-gateway',
  kind: 'refused',
  title: 'There is no such payment gateway here',
}) {
  constructor(name: string, known: readonly string[]) {
    super(`Payments are taken by ${known.join(' and ')}, not by "${name}".`, { gateways: known });
  }
}

export class PaymentInProgress extends problem({
  code: 'payment-in-progress',
  kind: 'conflict',
  title: 'A payment of this checkout is not decided yet',
  about: 'A second attempt might charge twice, so it has to wait until the gateway has told the outcome of the first. Read the checkout again shortly.',
}) {
  constructor() {
    super('The outcome of an earlier payment is not known yet. Read the checkout again shortly.', { retry_after: 2 });
  }
}
