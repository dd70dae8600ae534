import { problem } from '@holdfast/kernel';

export class PaymentMethodNotFound extends problem({ code: 'payment-method-not-found', kind: 'not-found', title: 'You have no such payment method' }) {
  constructor() {
    super('You have no payment method with this id.');
  }
}

export class PaymentMethodNotUsable extends problem({
  code: 'payment-method-not-usable',
  kind: 'refused',
  title: 'There is no such payment method to pay with',
  about: 'Customers pay with their own payment methods that are `active`, at the gateway that keeps them. Everybody else pays with `method`.',
}) {
  constructor() {
    super('You have no active payment method with this id. Choose another one, or pay with `method`.');
  }
}

export class PaymentMethodsNotKept extends problem({
  code: 'payment-methods-not-kept',
  kind: 'refused',
  title: 'This gateway keeps no payment methods',
  about: '`gateways` names those that do.',
}) {
  constructor(gateway: string, gateways: readonly string[]) {
    super(gateways.length > 0 ? `Payment methods are kept by ${gateways.join(' and ')}, not by "${gateway}".` : 'No gateway of this shop keeps payment methods.', { gateway, gateways });
  }
}

export class PaymentMethodsFull extends problem({
  code: 'payment-methods-full',
  kind: 'conflict',
  title: 'There are too many payment methods',
  about: 'Those of the last day that failed count as well. Remove one that is not needed any more, or try again tomorrow.',
}) {
  constructor(max: number) {
    super(`You may have ${max} payment methods, those of the last day that failed included.`, { max_payment_methods: max });
  }
}

export class PaymentMethodNotActive extends problem({ code: 'payment-method-not-active', kind: 'conflict', title: 'The payment method cannot be used yet, or never will be' }) {
  constructor(status: string) {
    super(`Only an active payment method can be the default one; this one is ${status}.`);
  }
}
