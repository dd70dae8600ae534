import type { MoneyData } from '@holdfast/kernel';
import type { GatewayCapabilities } from './gateway-capabilities.js';
import type { PaymentAction } from './operation.js';
import { PartNotPossible, PaymentActionNotAllowed, PaymentAmountBeyondBounds, PaymentCurrencyMismatch } from './operation-errors.js';
import type { Payment } from './payment.js';

export const PAYMENT_ACTIONS = ['capture', 'void', 'refund'] as const satisfies readonly PaymentAction[];

type Amounts = Pick<Payment, 'authorized' | 'captured' | 'capturing' | 'voided' | 'voiding' | 'refunded' | 'refunding'>;

/** Authorized money that nothing speaks for, operations under way included. */
export const uncaptured = ({ authorized, captured, capturing, voided, voiding }: Amounts): number => authorized - captured - capturing - voided - voiding;

/** Captured money that no refund speaks for. */
export const refundable = ({ captured, refunded, refunding }: Amounts): number => captured - refunded - refunding;

/** How much an action may take at most; 0 when it is not allowed. */
export function availableFor(action: PaymentAction, payment: Amounts, can: GatewayCapabilities): number {
  switch (action) {
    case 'capture':
      return can.multipleCaptures || payment.captured + payment.capturing === 0 ? uncaptured(payment) : 0;
    case 'void':
      // Where a void takes all that is left, it may not cross a capture that is under way.
      return can.partialVoid || payment.capturing === 0 ? uncaptured(payment) : 0;
    case 'refund':
      return refundable(payment);
  }
}

export const allowedActions = (payment: Amounts, can: GatewayCapabilities): PaymentAction[] => PAYMENT_ACTIONS.filter((action) => availableFor(action, payment, can) > 0);

const inPart = (action: PaymentAction, can: GatewayCapabilities): boolean => ({ capture: can.partialCapture, void: can.partialVoid, refund: can.partialRefund })[action];

/**
 * The amount in minor units that an action takes: what was asked for, or all that there is.
 * @throws PaymentActionNotAllowed PaymentAmountBeyondBounds PartNotPossible PaymentCurrencyMismatch
 */
export function amountOf(action: PaymentAction, payment: Payment, can: GatewayCapabilities, asked: MoneyData | undefined): number {
  const allowed = allowedActions(payment, can);
  if (!allowed.includes(action)) throw new PaymentActionNotAllowed(action, payment.status, allowed);
  const available = availableFor(action, payment, can);
  if (!asked) return available;
  if (asked.currency !== payment.currency) throw new PaymentCurrencyMismatch(payment.currency);
  if (asked.amount > available) throw new PaymentAmountBeyondBounds(action, asked, available, allowed);
  if (asked.amount < available && !inPart(action, can)) throw new PartNotPossible(action, payment.gateway, { amount: available, currency: payment.currency });
  return asked.amount;
}

/** The payment with money set aside for an operation that is about to begin. */
export function reserved(payment: Payment, action: PaymentAction, amount: number): Payment {
  switch (action) {
    case 'capture':
      return { ...payment, capturing: payment.capturing + amount };
    case 'void':
      return { ...payment, voiding: payment.voiding + amount };
    case 'refund':
      return { ...payment, refunding: payment.refunding + amount };
  }
}
