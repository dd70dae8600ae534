import { type MoneyData, problem } from '@holdfast/kernel';
import type { PaymentAction } from './operation.js';
import type { PaymentStatus } from './payment.js';

export class PaymentActionNotAllowed extends problem({
  code: 'payment-action-not-allowed',
  kind: 'conflict',
  title: 'The payment does not allow this now',
  about: '`allowed_actions` tells what it allows. Money that an operation under way speaks for counts as gone until its outcome is known.',
}) {
  constructor(action: PaymentAction, status: PaymentStatus, allowed: readonly PaymentAction[]) {
    super(allowed.length > 0 ? `A ${action} is not possible now; possible: ${allowed.join(', ')}.` : `A ${action} is not possible now, nor is anything else.`, {
      action, payment_status: status, allowed_actions: allowed,
    });
  }
}

export class PaymentAmountBeyondBounds extends problem({
  code: 'payment-amount-beyond-bounds',
  kind: 'conflict',
  title: 'The payment does not have that much for this',
  about: '`available` is the most that this action may take now: captures and voids never exceed what is authorized, refunds what is captured, those under way included.',
}) {
  constructor(action: PaymentAction, asked: MoneyData, available: number, allowed: readonly PaymentAction[]) {
    super(`The most that can be taken now is ${available} minor units of ${asked.currency}.`, {
      action, asked, available: { amount: available, currency: asked.currency }, allowed_actions: allowed,
    });
  }
}

export class PartNotPossible extends problem({
  code: 'partial-operation-not-possible',
  kind: 'refused',
  title: 'This gateway does it in whole or not at all',
}) {
  constructor(action: PaymentAction, gateway: string, whole: MoneyData) {
    super(`${gateway} can ${action} the whole amount only. Leave \`amount\` out.`, { action, gateway, whole });
  }
}

export class PaymentCurrencyMismatch extends problem({
  code: 'payment-currency-mismatch',
  kind: 'refused',
  title: 'The payment is in another currency',
}) {
  constructor(currency: string) {
    super(`The payment is in ${currency}; amounts of it are too.`, { currency });
  }
}

export class OperationNotForPeople extends problem({
  code: 'operation-needs-no-human',
  kind: 'conflict',
  title: 'This operation is not for a person to decide',
  about: 'Only an operation that its gateway could not be made to tell about is decided by hand, `needs_human` says which. Others are asked about by themselves, or are decided.',
}) {
  constructor(state: string) {
    super(`The operation is ${state.replace('_', ' ')} and waits for no person.`, { operation_state: state });
  }
}

export class ReferenceNeeded extends problem({
  code: 'gateway-reference-needed',
  kind: 'refused',
  title: 'By what does the gateway know this payment?',
}) {
  constructor() {
    super('Give the `reference` of the payment at the gateway: without it the money could not be captured, voided or refunded later.');
  }
}
